"""The harness itself: what goes wrong unnoticed in a test has to fail it."""

import pytest

from tests.helpers.log_watch import LogWatch


@pytest.fixture(autouse=True)
def what_the_inner_tests_log(log_watch: LogWatch) -> None:
    log_watch.allow("disk full|and more")


def outcome(pytester: pytest.Pytester, body: str) -> pytest.RunResult:
    pytester.makepyfile(body)
    return pytester.runpytest_inprocess("-p", "tests.helpers.log_watch", "-W", "error")


def test_a_warning_nobody_announced_fails_the_test(pytester: pytest.Pytester) -> None:
    result = outcome(
        pytester, "import logging\ndef test(): logging.getLogger('x').warning('disk %s', 'full')"
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*WARNING x: disk full*"])


def test_an_announced_warning_is_fine_and_another_one_still_fails(pytester: pytest.Pytester) -> None:
    body = "import logging\ndef test(log_watch):\n log_watch.allow('disk')\n logging.warning('disk full')\n"
    outcome(pytester, body).assert_outcomes(passed=1)
    outcome(pytester, body + " logging.error('and more')").assert_outcomes(passed=1, errors=1)


def test_information_is_no_surprise(pytester: pytest.Pytester) -> None:
    outcome(pytester, "import logging\ndef test(): logging.info('opened')").assert_outcomes(passed=1)


def test_an_exception_in_a_thread_fails_the_test(pytester: pytest.Pytester) -> None:
    body = """
        import threading
        def test():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
    """
    outcome(pytester, body).assert_outcomes(failed=1)


def test_an_exception_in_a_finaliser_fails_the_test(pytester: pytest.Pytester) -> None:
    body = """
        class Broken:
            def __del__(self): raise ValueError
        def test():
            Broken()
    """
    outcome(pytester, body).assert_outcomes(failed=1)
