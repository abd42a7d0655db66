"""What is told: sentences for what the world did, a report without private words for what we did."""

from pathlib import Path

from desktop.alerts import Alerts, Notice, report


def failing() -> BaseException:
    try:
        raise KeyError("words of an article")
    except KeyError as error:
        return error


def test_a_report_holds_neither_the_message_nor_the_home_folder() -> None:
    text = report(failing())
    assert "KeyError" in text
    assert "test_alerts.py" in text
    assert "words of an article" not in text
    assert str(Path.home()) not in text


def test_an_expected_failure_is_a_banner_and_a_bug_a_report(qapp: object) -> None:
    from archive.base.errors import Cancelled, DiskFull

    alerts, notices, reports = Alerts(), [], []
    alerts.banner.connect(notices.append)
    alerts.crashed.connect(reports.append)
    alerts.show(DiskFull("The disk is full", "Make room and try again."))
    alerts.show(Cancelled())
    alerts.show(failing())
    assert notices == [Notice("The disk is full. Make room and try again.", key="error", warning=True)]
    assert len(reports) == 1
