"""The keyboard for one of our own windows on X11, where asking by an old event's time would be ignored."""

from importlib import import_module
from typing import Any

_FROM_THE_USER = 2
"""The source that window managers obey: somebody asked for this window, not the window itself."""


def take_keyboard(window: int) -> None:
    """Bring the window with this X11 id to the front and give it the keyboard."""
    x, events, display = (import_module(f"Xlib.{name}") for name in ("X", "protocol.event", "display"))
    there: Any = display.Display()
    try:
        root, ours = there.screen().root, there.create_resource_object("window", window)
        managed = root.get_full_property(there.intern_atom("_NET_SUPPORTING_WM_CHECK"), x.AnyPropertyType)
        if managed is None:
            ours.configure(stack_mode=x.Above)
            ours.set_input_focus(x.RevertToParent, x.CurrentTime)
        else:
            kind = there.intern_atom("_NET_ACTIVE_WINDOW")
            data = (32, [_FROM_THE_USER, x.CurrentTime, 0, 0, 0])
            wish = events.ClientMessage(window=ours, client_type=kind, data=data)
            root.send_event(wish, event_mask=x.SubstructureRedirectMask | x.SubstructureNotifyMask)
        there.sync()
    finally:
        there.close()
