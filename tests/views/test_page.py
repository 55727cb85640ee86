from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.commands import COMMANDS, by_menu
from scribe_desktop.session.session import Session
from scribe_desktop.views.backup_control import BackupControl
from scribe_desktop.views.backup_view import BackupView
from scribe_desktop.views.help_view import HelpView
from scribe_desktop.views.keys_view import KeysView
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.page import Page
from scribe_desktop.views.people_view import PeopleView
from scribe_desktop.views.phrases_view import PhrasesView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.recovery_view import RecoveryView
from scribe_desktop.views.restore_view import RestoreView
from scribe_desktop.views.retention_view import RetentionView
from scribe_desktop.views.rules_view import RulesView
from scribe_desktop.views.search_view import SearchView
from scribe_desktop.views.settings_view import SettingsView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.shortcuts_view import ShortcutsView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.keyboard import Key, Keyboard
from tests.views.conftest import Clinic

NAMES = (
    "welcome",
    "setup",
    "recovery code",
    "login",
    "sample login",
    "recovery",
    "restore",
    "people",
    "phrases",
    "settings",
    "rules",
    "help",
    "shortcuts",
    "backups",
    "keys",
    "retention",
    "search",
)


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest, clinic: Clinic, session: Session, jobs: Jobs) -> Page:
    door = clinic.door()
    make: dict[str, Callable[[], Page]] = {
        "welcome": WelcomeView,
        "setup": lambda: SetupView(door, jobs, "No keyring on this computer."),
        "recovery code": lambda: RecoveryCodeView(clinic.recovery_code, session.people, jobs),
        "login": lambda: LoginView(door, jobs),
        "sample login": lambda: LoginView(door, jobs, sample_clinic.logins()),
        "recovery": lambda: RecoveryView(door, jobs),
        "restore": lambda: RestoreView(door, jobs),
        "people": lambda: PeopleView(session, jobs),
        "phrases": lambda: PhrasesView(session, jobs),
        "settings": lambda: SettingsView(session, jobs, "No keyring on this computer."),
        "rules": lambda: RulesView(session, jobs),
        "help": lambda: HelpView(COMMANDS),
        "shortcuts": lambda: ShortcutsView({}),
        "backups": lambda: BackupView(session, jobs, BackupControl(session, jobs)),
        "keys": lambda: KeysView(session, jobs),
        "retention": lambda: RetentionView(session, jobs, lambda _encounter_id: False),
        "search": lambda: SearchView(session, jobs, None),
    }
    return make[request.param]()


@pytest.fixture
def keyboard(qtbot: QtBot, page: Page, jobs: Jobs) -> Keyboard:
    keyboard = Keyboard(qtbot, page)
    assert jobs.wait(20_000)
    return keyboard


@pytest.fixture
def largest_text(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light", 2.0)
    yield
    theme.apply(qapp, "light", 1.0)


def reachable(page: Page) -> list[QWidget]:
    """What a keyboard user has to be able to get to."""
    takes_tab = Qt.FocusPolicy.TabFocus.value
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy().value & takes_tab
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]


def show_all_of(page: Page) -> None:
    """Make it so high that nothing has to be scrolled, and all lies where it is read."""
    scroll = page.findChild(QScrollArea, "scroll")
    if scroll is not None:
        while hidden := scroll.verticalScrollBar().maximum():
            page.resize(page.width(), page.height() + hidden)


def test_tab_reaches_everything_in_the_order_in_which_it_is_read(page: Page, keyboard: Keyboard) -> None:
    show_all_of(page)
    wanted = reachable(page)
    visited = [keyboard.focus]
    for _ in wanted:
        keyboard.press(Key.Key_Tab)
        visited.append(keyboard.focus)
    assert set(visited) == set(wanted)
    start = visited.index(wanted[0])
    assert len(set(visited)) == len(visited) - 1
    assert visited[0] is visited[-1]
    round_trip = visited[start:-1] + visited[:start]
    tops = [widget.mapTo(page, widget.rect().bottomLeft()).y() for widget in round_trip]
    rows = [top // 8 for top in tops]
    assert rows == sorted(rows)


def test_everything_reachable_has_a_name_for_screen_readers(page: Page, keyboard: Keyboard) -> None:
    for widget in reachable(page):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget.objectName()


def test_no_two_things_share_a_mnemonic_nor_does_the_menu_bar_have_it(page: Page, keyboard: Keyboard) -> None:
    labelled: list[QLabel | QPushButton | QCheckBox] = [
        *page.findChildren(QLabel),
        *page.findChildren(QPushButton),
        *page.findChildren(QCheckBox),
    ]
    texts = [widget.text() for widget in labelled if widget.isVisible()]
    texts += [menu for menu, _ in by_menu(COMMANDS)]
    keys = Counter(QKeySequence.mnemonic(text).toString() for text in texts)
    del keys[""]
    assert [key for key, uses in keys.items() if uses > 1] == []


def test_the_largest_text_needs_no_sideways_scrolling(
    largest_text: None, page: Page, keyboard: Keyboard
) -> None:
    page.resize(800, 600)
    scroll = page.findChild(QScrollArea, "scroll")
    assert page.minimumSizeHint().width() <= 800
    if scroll is not None:
        assert scroll.horizontalScrollBar().maximum() == 0


def test_escape_reaches_the_page_before_a_shortcut_of_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    window = QWidget()
    page = HelpView(COMMANDS)
    page.setParent(window)
    taken: list[str] = []
    QShortcut(QKeySequence(Qt.Key.Key_Escape), window, lambda: taken.append("window"))
    page.close_asked.connect(lambda: taken.append("page"))
    keyboard = Keyboard(qtbot, window)
    page.search.setFocus()
    keyboard.press(Key.Key_Escape)
    assert taken == ["page"]
