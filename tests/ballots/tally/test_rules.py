"""A stranger counts a ballot from its two public files and comes to the same sheet."""

import csv
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from ballots.tally import rules as counting
from ballots.tally.rules import TallyError, read_rule, tally

SCRIPT = Path(counting.__file__)


def rule(**changes):
    data = {
        "version": 1,
        "kind": "pick",
        "seats": 2,
        "max_marks": 2,
        "exact_marks": False,
        "members": 5,
        "present": 5,
        "issued": 5,
        "returned": 5,
        "quorum": "two_thirds",
        "threshold": "majority_of_members",
        "spoiled": [],
    }
    return {**data, **changes}


def counted(ballots, **changes):
    """``ballots`` are rows of cells; ``ab.`` stands for a marked, marked, empty pick."""
    rows = [
        ["1" if c != "." else "" for c in b] if isinstance(b, str) else b
        for b in ballots
    ]
    codes = ["甲", "乙", "丙", "丁"][: len(rows[0])] if rows else ["甲"]
    lines = [["ballot", *codes], *([f"t{n}", *row] for n, row in enumerate(rows))]
    changes = {"returned": len(rows), "issued": len(rows), **changes}
    return tally(lines, read_rule(rule(**changes)))


def elected(sheet):
    return [item.code for item in sheet.items if item.elected]


def test_a_majority_is_of_all_members_and_not_of_the_valid_ballots():
    # Three of three who are present are not more than half of six.
    sheet = counted(["a..", "a..", "a.."], members=6, present=4, seats=1)

    assert sheet.needed == 4
    assert sheet.outcome == "short"
    assert elected(sheet) == []


@pytest.mark.parametrize(
    ("members", "needed"), [(300, 151), (301, 151), (1, 1), (2, 2)]
)
def test_more_than_half(members, needed):
    assert counted(["a."], members=members, present=members).needed == needed


@pytest.mark.parametrize(
    ("quorum", "members", "present", "void"),
    [
        ("two_thirds", 300, 200, False),
        ("two_thirds", 300, 199, True),
        ("two_thirds", 301, 200, True),
        ("two_thirds", 301, 201, False),
        ("majority", 10, 5, True),
        ("majority", 10, 6, False),
        ("none", 300, 0, False),
    ],
)
def test_quorum(quorum, members, present, void):
    sheet = counted(["a."], quorum=quorum, members=members, present=present)

    assert (sheet.outcome == "void") is void


def test_more_ballots_than_were_issued_void_the_whole():
    sheet = counted(["ab.", "ab.", "ab."], issued=2, members=3, present=3)

    assert sheet.outcome == "void"
    assert elected(sheet) == []


def test_over_marked_is_invalid_and_blank_is_an_abstention():
    sheet = counted(["abc", "...", "a.."])

    assert (sheet.valid, sheet.invalid, sheet.abstained) == (2, 1, 1)
    assert [item.votes for item in sheet.items] == [1, 0, 0]


def test_exactly_so_many_marks_when_the_rule_says_so():
    sheet = counted(["ab.", "a..", "..."], exact_marks=True)

    assert (sheet.valid, sheet.invalid, sheet.abstained) == (2, 1, 1)


def test_what_the_tellers_set_aside_is_invalid():
    sheet = counted(["ab.", "ab."], spoiled=["t1"])

    assert (sheet.valid, sheet.invalid) == (1, 1)


def test_a_tie_at_the_cut_is_voted_on_again_and_not_broken():
    ballots = ["ab..", "ab..", "a.c.", "a.c.", "...."]
    sheet = counted(ballots, threshold="plurality")

    assert sheet.outcome == "run_off"
    assert elected(sheet) == ["甲"]
    assert (sheet.run_off.items, sheet.run_off.seats) == (["乙", "丙"], 1)
    assert [item.rank for item in sheet.items] == [1, 2, 2, 4]


def test_a_tie_that_fits_is_no_tie():
    sheet = counted(["ab.", "ab."], threshold="plurality")

    assert (sheet.outcome, elected(sheet)) == ("complete", ["甲", "乙"])


def test_too_few_over_the_threshold_are_never_filled_up():
    sheet = counted(["ab.", "a.c", "a.."], members=3, present=3)

    assert sheet.outcome == "short"
    assert elected(sheet) == ["甲"]
    assert sheet.run_off is None


def test_nobody_is_elected_without_a_vote():
    sheet = counted(["...", "a.."], threshold="plurality")

    assert (sheet.outcome, elected(sheet)) == ("short", ["甲"])


def test_each_by_each():
    ballots = [["for", "against"], ["for", ""], ["abstain", "for"], ["", ""]]
    sheet = counted(ballots, kind="each", seats=2, members=3, present=3)

    assert [(i.votes, i.against, i.abstain) for i in sheet.items] == [
        (2, 0, 2),
        (1, 1, 2),
    ]
    assert (sheet.abstained, elected(sheet)) == (1, ["甲"])


def test_ranking_scores_from_the_top():
    ballots = [["1", "2", ""], ["2", "1", ""], ["1", "", ""]]
    sheet = counted(ballots, kind="rank", threshold="plurality")

    assert [item.votes for item in sheet.items] == [5, 3, 0]
    assert elected(sheet) == ["甲", "乙"]


@pytest.mark.parametrize(
    "places",
    [["1", "1", ""], ["1", "3", ""], ["2", "", ""], ["1", "2", "3"], ["0", "", ""]],
)
def test_a_ranking_with_a_place_too_many_skipped_or_used_twice_is_invalid(places):
    sheet = counted([places], kind="rank", threshold="plurality")

    assert (sheet.valid, sheet.invalid) == (0, 1)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [["票", "甲"]],
        [["ballot"]],
        [["ballot", "甲", "甲"], ["t0", "1", ""]],
        [["ballot", "甲"], ["t0", "2"]],
        [["ballot", "甲"], ["t0", "1", "1"]],
        [["ballot", "甲"], ["", "1"]],
        [["ballot", "甲"], ["t0", "1"], ["t0", "1"]],
        [["ballot", "甲"], ["t0", "1"], ["t1", "1"]],
    ],
)
def test_a_file_that_is_not_one_is_refused(lines):
    with pytest.raises(TallyError):
        tally(lines, read_rule(rule(returned=1)))


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"version": True},
        {"kind": "guess"},
        {"seats": 0},
        {"seats": "2"},
        {"max_marks": None},
        {"exact_marks": 1},
        {"members": 0},
        {"members": 10**12},
        {"present": 6},
        {"quorum": "half"},
        {"threshold": "none"},
        {"spoiled": "t0"},
        {"spoiled": ["nobody's"]},
    ],
)
def test_a_rule_that_says_nothing_sensible_is_refused(changes):
    with pytest.raises(TallyError):
        tally([["ballot", "甲"]], read_rule(rule(returned=0, **changes)))


# --- Against an oracle written from the words of the law ---------------------------------


CELLS = {
    "pick": st.sampled_from(["", "1"]),
    "each": st.sampled_from(["", "for", "against", "abstain"]),
    "rank": st.sampled_from(["", "1", "2", "3", "4"]),
}


@st.composite
def elections(draw):
    kind = draw(st.sampled_from(["pick", "each", "rank"]))
    width = draw(st.integers(1, 4))
    rows = draw(
        st.lists(st.lists(CELLS[kind], min_size=width, max_size=width), max_size=9)
    )
    members = draw(st.integers(max(len(rows), 1), 14))
    labels = [f"t{n}" for n in range(len(rows))]
    text = rule(
        kind=kind,
        seats=draw(st.integers(1, 4)),
        max_marks=draw(st.integers(1, 4)),
        exact_marks=draw(st.booleans()),
        members=members,
        present=draw(st.integers(0, members)),
        issued=max(len(rows) + draw(st.integers(-1, 2)), 0),
        returned=len(rows),
        quorum=draw(st.sampled_from(["two_thirds", "majority", "none"])),
        threshold=draw(st.sampled_from(["majority_of_members", "plurality"])),
        spoiled=draw(st.lists(st.sampled_from(labels), unique=True)) if labels else [],
    )
    return text, dict(zip(labels, rows, strict=True))


def oracle(data, ballots):
    """Who is elected and who is tied, by enumeration and with fractions."""
    valid = {
        k: row
        for k, row in ballots.items()
        if k not in data["spoiled"] and fits(data, row)
    }
    width = len(next(iter(ballots.values()), [""]))
    votes = [sum(worth(data, row[at]) for row in valid.values()) for at in range(width)]
    backers = [
        sum(worth(data, row[at]) > 0 for row in valid.values()) for at in range(width)
    ]
    share = {"two_thirds": Fraction(2, 3), "none": Fraction(0)}.get(data["quorum"])
    present = Fraction(data["present"], data["members"])
    held = present >= share if share is not None else present > Fraction(1, 2)
    if not held or len(ballots) > data["issued"]:
        return "void", set(), set()
    if data["threshold"] == "plurality":
        through = {at for at in range(width) if backers[at] > 0}
    else:
        half = Fraction(data["members"], 2)
        through = {at for at in range(width) if backers[at] > half}
    # One is elected when fewer than ``seats`` others that passed have as many or more.
    chosen = {
        at
        for at in through
        if sum(votes[x] >= votes[at] for x in through) <= data["seats"]
    }
    if len(through) < data["seats"]:
        return "short", chosen, set()
    tied = {
        at
        for at in through - chosen
        if sum(votes[x] > votes[at] for x in through) < data["seats"]
    }
    return ("run_off" if tied else "complete"), chosen, tied


def fits(data, row):
    given_marks = [cell for cell in row if cell]
    if not given_marks or data["kind"] == "each":
        return True
    if data["kind"] == "pick":
        many = len(given_marks)
        return (
            many == data["max_marks"]
            if data["exact_marks"]
            else many <= data["max_marks"]
        )
    return (
        all(str(place) in row for place in range(1, len(given_marks) + 1))
        and len(given_marks) <= data["seats"]
        and len(set(given_marks)) == len(given_marks)
    )


def worth(data, cell):
    if data["kind"] == "rank":
        return data["seats"] + 1 - int(cell) if cell else 0
    return int(cell in ("1", "for"))


@given(elections())
def test_any_ballot_is_counted_as_the_law_says(election):
    text, ballots = election
    width = len(next(iter(ballots.values()), [""]))
    codes = [str(n) for n in range(width)]
    sheet = tally(
        [["ballot", *codes], *([k, *row] for k, row in ballots.items())],
        read_rule(text),
    )

    outcome, chosen, tied = oracle(text, ballots)
    assert sheet.outcome == outcome
    assert {int(code) for code in elected(sheet)} == chosen
    assert {
        int(code) for code in (sheet.run_off.items if sheet.run_off else [])
    } == tied
    assert sheet.valid + sheet.invalid == len(ballots)


@given(elections(), st.randoms())
def test_the_order_of_the_ballots_says_nothing(election, random):
    text, ballots = election
    codes = [str(n) for n in range(len(next(iter(ballots.values()), [""])))]
    rows = [[k, *row] for k, row in ballots.items()]
    first = tally([["ballot", *codes], *rows], read_rule(text)).as_json()
    random.shuffle(rows)

    assert tally([["ballot", *codes], *rows], read_rule(text)).as_json() == first


# --- The two commands ---------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    """A ballot of the format's own example: 300 members, 281 present, 280 returned."""
    ballots, rules = tmp_path / "ballots.csv", tmp_path / "rule.json"
    codes = [f"p{n:02}" for n in range(1, 25)]
    with ballots.open("w", encoding="utf-8", newline="") as lines:
        sheet = csv.writer(lines)
        sheet.writerow(["ballot", *codes])
        for n in range(280):
            sheet.writerow([f"x{n * 7919 % 1000003}", *(["1"] * 20), *([""] * 4)])
    text = rule(
        seats=20, max_marks=20, members=300, present=281, issued=281, returned=280
    )
    rules.write_text(json.dumps(text), encoding="utf-8")
    return ballots, rules


def run_alone(*arguments):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PYTHONIOENCODING": "utf-8"},
    )


def test_the_file_runs_without_the_portal_and_gives_the_same_sheet(files, capsys):
    ballots, rules = files
    alone = run_alone(ballots, "--rule", rules, "--json")
    call_command("tally", ballots, "--rule", rules, "--json")

    data = json.loads(alone.stdout)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert data == json.loads(capsys.readouterr().out)
    assert (data["outcome"], data["needed"], data["valid"]) == ("complete", 151, 280)
    assert sum(item["elected"] for item in data["items"]) == 20


def test_the_sheet_is_readable(files):
    output = run_alone(files[0], "--rule", files[1]).stdout

    assert "有效 280 张（其中弃权 0 张），无效 0 张，需要 151 票。" in output


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"ballot,a\nx,\x001\n", "票,甲\n".encode("gb18030")],
)
def test_a_broken_file_ends_with_two_and_a_sentence(files, content):
    files[0].write_bytes(content)
    alone = run_alone(files[0], "--rule", files[1], "--json")

    assert alone.returncode == 2
    assert alone.stderr.strip().endswith("。")
    assert alone.stdout == ""
    with pytest.raises(CommandError):
        call_command("tally", files[0], "--rule", files[1])


@pytest.mark.parametrize("content", ["", "[]", "[" * 100_000, '{"version": 1}'])
def test_a_broken_rule_ends_with_two_and_a_sentence(files, content):
    files[1].write_text(content)

    assert run_alone(files[0], "--rule", files[1]).returncode == 2


def test_a_missing_file_ends_with_two(tmp_path, files):
    assert run_alone(tmp_path / "none.csv", "--rule", files[1]).returncode == 2
