"""Everything a user can ask for by a key or a menu: one table for menus, shortcuts, help and remapping."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from itertools import combinations


class Where(Flag):
    """The screen that is open. A command applies on one or more of them."""

    LOGIN = auto()
    ENTERING = auto()
    """Logged in, with something to settle before the workspace is shown."""
    WORKSPACE = auto()
    """Logged in: encounters, queue, outbox, settings; no note that could be changed is open."""
    EDITOR = auto()
    """A draft is being written."""
    REVIEW = auto()
    """A submitted note is being proof-read."""
    NOTE = EDITOR | REVIEW
    LOGGED_IN = WORKSPACE | NOTE
    ANYWHERE = LOGIN | ENTERING | LOGGED_IN
    ELSEWHERE = auto()
    """Any program of the desktop has the keyboard: keys for it are listened for where that is possible."""


class CommandId(StrEnum):
    """Names that key maps are stored under; they never change."""

    NEW_ENCOUNTER = "encounter.new"
    ENCOUNTERS = "go.encounters"
    REVIEW_QUEUE = "go.review-queue"
    OUTBOX = "go.outbox"
    SEARCH = "go.search"
    NEXT_CHART = "chart.next"
    PREVIOUS_CHART = "chart.previous"
    CHART_BY_NUMBER = "chart.by-number"
    CLOSE_CHART = "chart.close"
    RESTRICT = "chart.restrict"
    SETTINGS = "go.settings"
    AUDIT = "go.audit"
    SAVE = "note.save"
    SUBMIT = "note.submit"
    SIGN = "note.sign"
    RETURN = "note.return"
    ADDENDUM = "note.addendum"
    SEND_AGAIN = "note.send-again"
    UNDO = "edit.undo"
    REDO = "edit.redo"
    NEXT_BLANK = "edit.next-blank"
    PREVIOUS_BLANK = "edit.previous-blank"
    NEXT_FIELD = "edit.next-field"
    PREVIOUS_FIELD = "edit.previous-field"
    NEXT_FINDING = "check.next"
    PREVIOUS_FINDING = "check.previous"
    FIX_FINDING = "check.fix"
    FINDINGS = "check.list"
    PASTE_NOTE = "note.paste"
    COPY_NOTE = "note.copy"
    COPY_FORWARD = "note.copy-forward"
    CONFIRM_COPIED = "copied.confirm"
    NEXT_COPIED = "copied.next"
    PROVENANCE = "view.provenance"
    NOTE_TYPE = "note.type"
    EXPAND_SHORTHAND = "shorthand.expand"
    CORRECT_SPELLING = "spelling.correct"
    NEXT_MISSPELT = "spelling.next"
    ADD_WORD = "spelling.add"
    FIND_CODE = "code.find"
    EM_LEVEL = "code.em-level"
    IMPORT_ROWS = "rows.import"
    CONFIRM_ROW = "rows.confirm"
    PICK_PHRASE = "phrase.pick"
    REFRESH_FACTS = "phrase.refresh-facts"
    PHRASES = "go.phrases"
    NEXT_SECTION = "section.next"
    PREVIOUS_SECTION = "section.previous"
    FIND_SECTION = "section.find"
    SECTION_FORM = "section.form"
    MARK_REST = "form.mark-rest"
    WRITE_ANEW = "form.write-anew"
    SECTION_BY_NUMBER = "section.by-number"
    DICTATE = "dictation.toggle"
    PUSH_TO_TALK = "dictation.hold"
    PUSH_TO_COMMAND = "dictation.command"
    SCRATCH = "dictation.scratch"
    SAYINGS = "help.sayings"
    HEAR_COMPUTER = "dictation.computer"
    DICTATE_FILE = "dictation.file"
    REPLAY = "dictation.replay"
    ALTERNATIVES = "dictation.alternatives"
    NEXT_FLAG = "dictation.next-flag"
    PREVIOUS_FLAG = "dictation.previous-flag"
    CONFIRM_FLAG = "dictation.confirm-flag"
    CONFIRM_FLAGS = "dictation.confirm-flags"
    MAKE_RULE = "dictation.make-rule"
    CANCEL = "cancel"
    LARGER_TEXT = "view.larger-text"
    SMALLER_TEXT = "view.smaller-text"
    NORMAL_TEXT = "view.normal-text"
    THEME = "view.theme"
    PALETTE = "go.palette"
    SHORTCUTS = "go.shortcuts"
    DESKTOP_DICTATE = "desktop.dictate"
    DESKTOP_FRONT = "desktop.front"
    DESKTOP_INSERT = "desktop.insert"
    LOCK = "session.lock"
    HELP = "help.keys"
    QUIT = "session.quit"


@dataclass(frozen=True)
class Command:
    id: CommandId
    title: str
    keys: tuple[str, ...]
    """Key combinations in Qt's portable notation ("Ctrl+Shift+S"); the first is the one shown in menus."""
    where: Where
    menu: str
    """Title of the menu it stands in; empty: in none."""
    help: str = ""
    icon: str = ""
    hold: bool = False
    """It lasts while its key is held down; if it also stands in a menu, a short press asks for it."""
    numbered: bool = False
    """Each of its keys means another number, counted from 0."""
    spoken: tuple[str, ...] = ()
    """Utterances that ask for it while dictation runs, in small letters."""


_ENCOUNTER, _NOTE, _DICTATION, _VIEW, _HELP = "&Encounter", "&Note", "&Dictation", "&View", "&Help"
_SECTION_KEYS = tuple(f"{modifier}+{digit}" for modifier in ("Ctrl", "Alt") for digit in range(1, 10))

_CHART_KEYS = tuple(f"Ctrl+Shift+{digit}" for digit in range(1, 10))

COMMANDS: tuple[Command, ...] = (
    Command(
        CommandId.NEW_ENCOUNTER, "New encounter…", ("Ctrl+N",), Where.LOGGED_IN, _ENCOUNTER,
        help="Name the patient and start a note", icon="plus",
    ),
    Command(
        CommandId.ENCOUNTERS, "Encounters", ("Ctrl+E", "F6"), Where.LOGGED_IN, _ENCOUNTER,
        help="Go to today's list", icon="list",
    ),
    Command(
        CommandId.REVIEW_QUEUE, "Review queue", ("Ctrl+Shift+R",), Where.LOGGED_IN, _ENCOUNTER,
        help="Go to the notes that wait to be proof-read", icon="inbox",
    ),
    Command(
        CommandId.NEXT_CHART, "Next open chart", ("Ctrl+Tab",), Where.LOGGED_IN, _ENCOUNTER,
        help="The one used before this; held down, Ctrl goes on to those used earlier", icon="next",
    ),
    Command(
        CommandId.PREVIOUS_CHART, "Previous open chart", ("Ctrl+Shift+Tab",), Where.LOGGED_IN, _ENCOUNTER,
        help="The same, the other way round", icon="previous",
    ),
    Command(
        CommandId.RESTRICT, "Restrict this patient’s charts", ("Ctrl+Alt+R",), Where.LOGGED_IN, _ENCOUNTER,
        help="For those who may open restricted charts; pressed again, for everybody", icon="lock",
    ),
    Command(
        CommandId.CLOSE_CHART, "Close chart", ("Ctrl+W",), Where.LOGGED_IN, _ENCOUNTER,
        help="Save it and take it off the strip", icon="close",
    ),
    Command(
        CommandId.OUTBOX, "Outbox", ("Ctrl+Shift+D",), Where.LOGGED_IN, _ENCOUNTER,
        help="See which signed notes have arrived", icon="outbox",
    ),
    Command(
        CommandId.SEARCH, "Search notes…", ("Ctrl+F",), Where.LOGGED_IN, _ENCOUNTER,
        help="Words in any note of this patient or of all", icon="search",
    ),
    Command(
        CommandId.SETTINGS, "Settings", ("Ctrl+,",), Where.LOGGED_IN, _ENCOUNTER,
        help="Microphone, speech engine, destinations, people", icon="settings",
    ),
    Command(
        CommandId.AUDIT, "Audit trail", ("Ctrl+F11",), Where.LOGGED_IN, _ENCOUNTER,
        help="Who did what to whose chart; whether the trail is whole; export",
    ),
    Command(
        CommandId.LOCK, "Lock and log out", ("Ctrl+L",), Where.LOGGED_IN | Where.ENTERING, _ENCOUNTER,
        help="Save everything and close the store", icon="lock",
    ),
    Command(
        CommandId.QUIT, "Quit", ("Ctrl+Q",), Where.ANYWHERE, _ENCOUNTER,
        help="Save everything and leave",
    ),
    Command(
        CommandId.SAVE, "Save now", ("Ctrl+S",), Where.NOTE, _NOTE,
        help="Drafts save themselves within a second; this does it at once", icon="check",
    ),
    Command(
        CommandId.UNDO, "Undo", ("Ctrl+Z",), Where.NOTE, _NOTE,
        help="In any section", icon="undo", spoken=("undo that",),
    ),
    Command(
        CommandId.REDO, "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), Where.NOTE, _NOTE,
        help="In any section", icon="redo", spoken=("redo that",),
    ),
    Command(
        CommandId.NEXT_BLANK, "Next blank", ("F2",), Where.NOTE, _NOTE,
        help="Go to the next *** or choice to answer", icon="next",
        spoken=("next blank",),
    ),
    Command(
        CommandId.PREVIOUS_BLANK, "Previous blank", ("Shift+F2",), Where.NOTE, _NOTE,
        help="Select the *** before", icon="previous",
        spoken=("previous blank",),
    ),
    Command(
        CommandId.NEXT_FIELD, "Next field", ("Ctrl+F2",), Where.NOTE, _NOTE,
        help="From one vital sign to the next; in the text to the next blank",
        spoken=("next field", "field complete"),
    ),
    Command(
        CommandId.PREVIOUS_FIELD, "Previous field", ("Ctrl+Shift+F2",), Where.NOTE, _NOTE,
        help="To the vital sign before; in the text to the blank before", spoken=("previous field",),
    ),
    Command(
        CommandId.NEXT_FINDING, "Next finding", ("F4",), Where.NOTE, _NOTE,
        help="Go to the next place that the note check points at", icon="warning",
    ),
    Command(
        CommandId.PREVIOUS_FINDING, "Previous finding", ("Shift+F4",), Where.NOTE, _NOTE,
        help="Go to the finding before",
    ),
    Command(
        CommandId.FIX_FINDING, "Fix finding", ("Ctrl+.",), Where.NOTE, _NOTE,
        help="Or write out a “do not use” abbreviation, or put in what a flagged word may be instead",
    ),
    Command(
        CommandId.FINDINGS, "All findings", ("Ctrl+Shift+F",), Where.NOTE, _NOTE,
        help="Show or hide the list of the note check",
    ),
    Command(
        CommandId.PASTE_NOTE, "Paste a whole note", ("Ctrl+Shift+V",), Where.NOTE, _NOTE,
        help="Put an existing note's text into the sections that its headings name",
    ),
    Command(
        CommandId.COPY_NOTE, "Copy the whole note", ("Ctrl+Alt+C",), Where.LOGGED_IN, _NOTE,
        help="Put all of it on the clipboard as text, with its titles; cleared as other copied words are",
    ),
    Command(
        CommandId.COPY_FORWARD, "Copy from an earlier note…", ("Ctrl+Shift+C",), Where.NOTE, _NOTE,
        help="Take sections over from this patient's earlier visits, to be confirmed", icon="note",
    ),
    Command(
        CommandId.CONFIRM_COPIED, "Confirm copied text", ("Ctrl+Shift+Y",), Where.NOTE, _NOTE,
        help="You have read it and it holds today: the selection or the paragraph", icon="check",
    ),
    Command(
        CommandId.NEXT_COPIED, "Next copied text to confirm", ("Ctrl+Shift+H",), Where.NOTE, _NOTE,
        help="Go to the next copied paragraph that nobody has confirmed",
    ),
    Command(
        CommandId.NOTE_TYPE, "Change note type…", ("Ctrl+T",), Where.EDITOR, _NOTE,
        help="While nothing is written yet: trauma, consultation, procedure and more", icon="note",
    ),
    Command(
        CommandId.EXPAND_SHORTHAND, "Write out shorthand", ("Ctrl+Shift+W",), Where.NOTE, _NOTE,
        help="In the selection or the paragraph: pt c/o SOB x 3d",
    ),
    Command(
        CommandId.CORRECT_SPELLING, "Correct spelling…", ("F7",), Where.NOTE, _NOTE,
        help="Choose what is meant by the unknown word at or before the cursor",
    ),
    Command(
        CommandId.NEXT_MISSPELT, "Next unknown word", ("Shift+F7",), Where.NOTE, _NOTE,
        help="Go to the next word that is not in the dictionary",
    ),
    Command(
        CommandId.ADD_WORD, "Add to my words", ("Ctrl+F7",), Where.NOTE, _NOTE,
        help="Know the word at the cursor, or the selected term of up to five words, from now on",
    ),
    Command(
        CommandId.FIND_CODE, "Find a code…", ("Ctrl+Shift+I",), Where.NOTE, _NOTE,
        help="ICD-10-CM, and the clinic's CPT and HCPCS lists, by words or abbreviations", icon="search",
    ),
    Command(
        CommandId.EM_LEVEL, "Level of the visit…", ("Ctrl+Shift+M",), Where.NOTE, _NOTE,
        help="Mark what the visit took; see which E/M level two of three elements reach, for the provider",
    ),
    Command(
        CommandId.IMPORT_ROWS, "Take over a table…", ("Ctrl+Shift+G",), Where.NOTE, _NOTE,
        help="Rows from a file into the results, or into the table with the cursor",
    ),
    Command(
        CommandId.CONFIRM_ROW, "Confirm order", ("Ctrl+Shift+X",), Where.NOTE, _NOTE,
        help="The row with the cursor, then on to the next pending one; only providers confirm", icon="check",
    ),
    Command(
        CommandId.PICK_PHRASE, "Insert phrase…", ("Ctrl+J",), Where.NOTE, _NOTE,
        help="Search the dot phrases as you type", icon="phrase",
    ),
    Command(
        CommandId.REFRESH_FACTS, "Refresh patient facts", ("F5",), Where.EDITOR, _NOTE,
        help="Bring age, vital signs and the like up to date where phrases put them", icon="refresh",
    ),
    Command(
        CommandId.PHRASES, "Phrases", ("Ctrl+Shift+J",), Where.LOGGED_IN, _NOTE,
        help="Write your own phrases, import and export them", icon="phrase",
    ),
    Command(
        CommandId.NEXT_SECTION, "Next section", ("Ctrl+Down", "Ctrl+PgDown"), Where.NOTE, _NOTE,
        help="Go one section down", spoken=("next section",),
    ),
    Command(
        CommandId.PREVIOUS_SECTION, "Previous section", ("Ctrl+Up", "Ctrl+PgUp"), Where.NOTE, _NOTE,
        help="Go one section up", spoken=("previous section",),
    ),
    Command(
        CommandId.FIND_SECTION, "Go to section…", ("Ctrl+G",), Where.NOTE, _NOTE,
        help="Type a few letters of its name", icon="search",
    ),
    Command(
        CommandId.SECTION_BY_NUMBER, "Go to section 1 to 18", _SECTION_KEYS, Where.NOTE, "",
        help="Ctrl for the first nine, Alt for the next nine", numbered=True,
    ),
    Command(
        CommandId.SECTION_FORM, "Form of the section", ("F12",), Where.NOTE, _NOTE,
        help="Open it, go there, and close it: history elements, review of systems, exam", icon="list",
    ),
    Command(
        CommandId.MARK_REST, "All others negative or normal", ("Ctrl+Shift+N",), Where.NOTE, _NOTE,
        help="In a form: all other systems as one sentence, or the rest of those chosen; again takes it back",
    ),
    Command(
        CommandId.WRITE_ANEW, "Write from the form anew", ("Ctrl+Shift+T",), Where.NOTE, _NOTE,
        help="Put the form's sentence in place of one that was edited in the text",
    ),
    Command(
        CommandId.CHART_BY_NUMBER, "Go to chart 1 to 9", _CHART_KEYS, Where.LOGGED_IN, "",
        help="In the order of the strip under the banner", numbered=True,
    ),
    Command(
        CommandId.SUBMIT, "Submit for review", ("Ctrl+Return", "Ctrl+Enter"), Where.EDITOR, _NOTE,
        help="Hand the draft to the physician", icon="send",
    ),
    Command(
        CommandId.SIGN, "Sign…", ("Ctrl+Shift+S",), Where.NOTE, _NOTE,
        help="Attest and lock the note; asks for the passphrase", icon="sign",
    ),
    Command(
        CommandId.RETURN, "Return to scribe…", ("Ctrl+Shift+B",), Where.REVIEW, _NOTE,
        help="Give the note back with a reason", icon="return",
    ),
    Command(
        CommandId.ADDENDUM, "Add addendum…", ("Ctrl+Shift+A",), Where.WORKSPACE, _NOTE,
        help="Add to a signed note", icon="note",
    ),
    Command(
        CommandId.SEND_AGAIN, "Send again", ("Ctrl+Shift+E",), Where.WORKSPACE, _NOTE,
        help="Try the delivery of a signed note once more", icon="refresh",
    ),
    Command(
        CommandId.DICTATE, "Start or stop dictation", ("F9", "Ctrl+D"), Where.NOTE, _DICTATION,
        help="Speak into the section where the cursor is", icon="microphone",
    ),
    Command(
        CommandId.PUSH_TO_TALK, "Dictate while held", ("F8",), Where.NOTE, "",
        help="Hold the key down while speaking", icon="microphone", hold=True,
    ),
    Command(
        CommandId.PUSH_TO_COMMAND, "Give a spoken command while held", ("Shift+F8",), Where.NOTE, "",
        help="What is said is done and never becomes text: “next section”, “insert normal chest exam”",
        icon="microphone", hold=True,
    ),
    Command(
        CommandId.HEAR_COMPUTER, "Hear the computer as well (tele-visit)", ("Ctrl+F8",), Where.NOTE,
        _DICTATION, help="From the next dictation on the room and the computer are two channels; again: not",
    ),
    Command(
        CommandId.DICTATE_FILE, "Dictate from audio file…", ("Ctrl+Shift+O",), Where.NOTE, _DICTATION,
        help="WAV, FLAC or OGG", icon="file-audio",
    ),
    Command(
        CommandId.REPLAY, "Hear dictated words again", ("Ctrl+Shift+U",), Where.NOTE, _DICTATION,
        help="The word with the cursor, or what is selected; Escape stops",
    ),
    Command(
        CommandId.ALTERNATIVES, "What else it could have been…", ("Ctrl+Shift+F7",), Where.NOTE, _DICTATION,
        help="Choose among what else the recogniser heard in the dictated word with the cursor",
    ),
    Command(
        CommandId.NEXT_FLAG, "Next flagged word", ("F3",), Where.NOTE, _DICTATION,
        help="Go to the next dictated place that wants a look, and see why", icon="next",
    ),
    Command(
        CommandId.PREVIOUS_FLAG, "Previous flagged word", ("Shift+F3",), Where.NOTE, _DICTATION,
        help="Go to the one before",
    ),
    Command(
        CommandId.CONFIRM_FLAG, "Confirm flagged word", ("Ctrl+F3",), Where.NOTE, _DICTATION,
        help="You have looked and it is right: the selection or the place at the cursor; then the next one",
        icon="check",
    ),
    Command(
        CommandId.CONFIRM_FLAGS, "Confirm all flagged words here", ("Ctrl+Shift+F3",), Where.NOTE, _DICTATION,
        help="In the paragraph with the cursor; where none waits, in its section",
    ),
    Command(
        CommandId.MAKE_RULE, "Make the correction a rule", ("Ctrl+F9",), Where.NOTE, _DICTATION,
        help="What you have put in for the same recognised words twice is put in for them from now on",
    ),
    Command(
        CommandId.SCRATCH, "Scratch that", ("Ctrl+Alt+Z",), Where.NOTE, _DICTATION,
        help="Take back what was dictated last, wherever the cursor is now",
        spoken=("scratch that", "strike that", "delete that"),
    ),
    Command(
        CommandId.CANCEL, "Cancel", ("Esc",), Where.ANYWHERE, "",
        help="Close what is open, stop what is running", icon="close",
    ),
    Command(
        CommandId.LARGER_TEXT, "Larger text", ("Ctrl++", "Ctrl+="), Where.ANYWHERE, _VIEW,
        help="Up to 200 %",
    ),
    Command(CommandId.SMALLER_TEXT, "Smaller text", ("Ctrl+-",), Where.ANYWHERE, _VIEW, help="Down to 100 %"),
    Command(CommandId.NORMAL_TEXT, "Normal text size", ("Ctrl+0",), Where.ANYWHERE, _VIEW),
    Command(
        CommandId.THEME, "Light or dark", ("Ctrl+Shift+L",), Where.ANYWHERE, _VIEW,
        help="Change over to the other theme", icon="moon",
    ),
    Command(
        CommandId.PROVENANCE, "Show where text comes from", ("Ctrl+Shift+P",), Where.LOGGED_IN, _VIEW,
        help="Shade what was typed, dictated, pulled, pasted, copied or put in by a phrase", icon="eye",
    ),
    Command(
        CommandId.PALETTE, "Find anything…", ("Ctrl+K",), Where.LOGGED_IN, _HELP,
        help="A few letters of a command, a section, a patient or a dot phrase", icon="search",
    ),
    Command(
        CommandId.HELP, "Keyboard", ("F1",), Where.ANYWHERE, _HELP,
        help="All keys at a glance; hold it down for those that work here and now", hold=True,
    ),
    Command(
        CommandId.SAYINGS, "What can I say", ("Shift+F1",), Where.LOGGED_IN, _HELP,
        help="All that dictation understands as a command", spoken=("what can i say",),
    ),
    Command(
        CommandId.SHORTCUTS, "Keyboard shortcuts…", ("Ctrl+Shift+K",), Where.LOGGED_IN, _HELP,
        help="Choose your own keys",
    ),
    Command(
        CommandId.DESKTOP_DICTATE, "In any program: start or stop dictation", ("Ctrl+Alt+D",),
        Where.ELSEWHERE, "", help="If switched on with the keyboard shortcuts", icon="microphone",
    ),
    Command(
        CommandId.DESKTOP_FRONT, "In any program: bring Scribe Desktop to the front", ("Ctrl+Alt+F",),
        Where.ELSEWHERE, "", help="If switched on with the keyboard shortcuts",
    ),
    Command(
        CommandId.DESKTOP_INSERT, "In any program: insert the section there", ("Ctrl+Alt+V",),
        Where.ELSEWHERE, "", help="Pastes the selected text, or the whole section where the cursor is",
    ),
)  # fmt: skip

_BY_ID = {command.id: command for command in COMMANDS}

KeyMap = Mapping[CommandId, tuple[str, ...]]
"""A user's own keys, by command; the others keep their default ones."""


@dataclass(frozen=True)
class Conflict:
    """Two commands that would answer to one key on the same screen."""

    keys: str
    first: CommandId
    second: CommandId


def command(which: CommandId) -> Command:
    """The command of this name."""
    return _BY_ID[which]


def titled(which: CommandId) -> str:
    """Its title as it stands in a sentence, in quotation marks."""
    return f"“{command(which).title.rstrip('…')}”"


def keys_of(command: Command, keymap: KeyMap) -> tuple[str, ...]:
    """The keys that a command has under this key map."""
    return keymap.get(command.id, command.keys)


def conflicts(commands: Iterable[Command], keymap: KeyMap) -> list[Conflict]:
    """Every pair of uses of one key on overlapping screens, one command's own doubled keys included."""
    uses = [(canonical(keys), command) for command in commands for keys in keys_of(command, keymap)]
    return [
        Conflict(first_keys, first.id, second.id)
        for (first_keys, first), (second_keys, second) in combinations(uses, 2)
        if first_keys == second_keys and _meet(first.where, second.where)
    ]


def meaning(keys: str, where: Where, keymap: KeyMap) -> Command | None:
    """The command that these keys ask for on one of these screens."""
    wanted = canonical(keys)
    return next(
        (
            one
            for one in COMMANDS
            if _meet(one.where, where) and wanted in map(canonical, keys_of(one, keymap))
        ),
        None,
    )


def _meet(first: Where, second: Where) -> bool:
    """Whether there is a place where both answer; a key for the whole desktop reaches our own screens too."""
    return bool(first & second or Where.ELSEWHERE in first | second)


def by_menu(commands: Iterable[Command]) -> Iterator[tuple[str, list[Command]]]:
    """The menus in order of first appearance, each with its commands."""
    menus: dict[str, list[Command]] = {}
    for command in commands:
        if command.menu:
            menus.setdefault(command.menu, []).append(command)
    yield from menus.items()


def canonical(keys: str) -> str:
    """The same text for the same keys, whatever the case and the order of the modifiers."""
    *modifiers, key = keys.replace("++", "+plus").split("+") if keys != "+" else ["plus"]
    return "+".join([*sorted(modifier.casefold() for modifier in modifiers), key.casefold()])
