"""The words of a cover sheet are read by rule, or left for a person; nothing in between."""

import pytest

from ipops.rights.conveyances import Conveyance, conveyance_of, reel_frames_in, words_of


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).", Conveyance.TRANSFER),
        ("NUNC PRO TUNC ASSIGNMENT (SEE DOCUMENT FOR DETAILS).", Conveyance.TRANSFER),
        ("assigns the entire right, title and interest", Conveyance.TRANSFER),
        ("SECURITY INTEREST", Conveyance.PLEDGE),
        ("PATENT SECURITY AGREEMENT", Conveyance.PLEDGE),
        ("LIEN", Conveyance.PLEDGE),
        ("MORTGAGE", Conveyance.PLEDGE),
        ("RELEASE BY SECURED PARTY", Conveyance.RELEASE),
        ("TERMINATION AND RELEASE OF SECURITY INTEREST IN PATENTS", Conveyance.RELEASE),
        ("SECURITY INTEREST TERMINATED", Conveyance.RELEASE),
        ("LICENSE", Conveyance.LICENCE),
        ("NON-EXCLUSIVE LICENCE", Conveyance.LICENCE),
        ("MERGER AND CHANGE OF NAME", Conveyance.MERGER),
        ("CHANGE OF NAME", Conveyance.CHANGE_OF_NAME),
        (
            "CORRECTIVE ASSIGNMENT TO CORRECT THE ASSIGNEE NAME PREVIOUSLY RECORDED ON REEL 1 FRAME 2",
            Conveyance.CORRECTION,
        ),
    ],
)
def test_known_words_have_one_meaning(words: str, kind: Conveyance) -> None:
    assert conveyance_of(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "",
        "OPTION",
        "COURT ORDER",
        "LETTERS OF TESTAMENTARY",
        "DECREE OF DISTRIBUTION",
        "CONDITIONAL ASSIGNMENT",
        "ASSIGNMENT OF SECURITY INTEREST",
        "ASSIGNMENT OF PATENT SECURITY AGREEMENT",
        "TERMINATION OF LICENSE",
        "CHANGE OF ADDRESS",
        "JOINT RESEARCH AGREEMENT",
        "ASSIGNMENT AND ASSUMPTION OF SECURITY INTEREST",
        "FIRST AMENDMENT TO PATENT SECURITY AGREEMENT",
        "SUPPLEMENTAL PATENT SECURITY AGREEMENT",
        "CANCELLATION OF ASSIGNMENT",
        "SUBORDINATION OF LIEN",
        "ASSIGNMENT AND CHANGE OF NAME",
        "CERTIFICATE OF CONVERSION",
    ],
)
def test_words_that_no_rule_knows_wait_for_a_reader(words: str) -> None:
    """A lender handing its claim on is no sale of the patent, and an ended licence is no licence."""
    assert conveyance_of(words) is Conveyance.REVIEW


def test_earlier_records_are_found_in_the_words_however_they_are_written() -> None:
    assert reel_frames_in("RELEASE OF SECURITY INTEREST RECORDED AT REEL/FRAME 012345/0678") == ("12345-678",)
    assert reel_frames_in("RELEASED, REEL: 12345 FRAME: 0678 AND REEL 99 FRAME 7") in (("99-7",), ("12345-678", "99-7"))
    assert reel_frames_in("RELEASE BY SECURED PARTY") == ()


def test_the_standing_phrase_is_not_part_of_the_words() -> None:
    assert words_of("Lien  (See document for details).") == "LIEN"
