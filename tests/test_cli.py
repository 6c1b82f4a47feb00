"""The commands as a user runs them: what they print, what they leave behind, how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.model
ROOT = Path(__file__).parents[1]
GOOD = [{"id": "a", "text": "Floods killed 40 people on Sunday, police said.", "published": "2024-05-14"}]
ENV = os.environ | {"COLUMNS": "160", "NO_COLOR": "1", "TERM": "dumb", "OMP_NUM_THREADS": "1"}


def newsclaims(*arguments: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsclaims.cli", *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, env=ENV, timeout=120)


def write(path: Path, records: list[dict[str, object]], *more: str) -> Path:
    path.write_text("\n".join([*map(json.dumps, records), *more]) + "\n", encoding="utf-8")
    return path


def test_extract_writes_claims_and_ends_with_nought(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    done = newsclaims("extract", "in.jsonl", "-o", "claims.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 claims from 1 articles in claims.jsonl" in done.stderr
    (claim,) = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text().splitlines()]
    assert (claim["quantity"]["value"], claim["item"]["head"]) == (40, "person")
    assert (claim["time"]["begin"], claim["time"]["end"]) == ("2024-05-12", "2024-05-12")
    assert not (tmp_path / "failures.jsonl").exists()
    shown = newsclaims("show", "claims.jsonl", cwd=tmp_path)
    assert "police" in shown.stdout
    assert "2024-05-12" in shown.stdout


def test_a_bad_article_is_set_aside_and_the_exit_code_says_so(tmp_path: Path) -> None:
    write(
        tmp_path / "in.jsonl",
        GOOD,
        '{"id": "b"}',
        '{"id": "c", "text": "It sold 12 boats.", "published": "2019-02-30"}',
    )
    done = newsclaims("extract", "in.jsonl", "-o", "claims.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert "2 set aside" in done.stderr
    failures = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text().splitlines()]
    assert [f["where"] for f in failures] == ["in.jsonl:2", "in.jsonl:3"]
    assert all(f["message"] and f["mend"] for f in failures)
    assert len((tmp_path / "claims.jsonl").read_text().splitlines()) == 1


def test_standard_input_to_standard_output(tmp_path: Path) -> None:
    done = newsclaims(
        "extract",
        "-",
        "--published",
        "2024-05-14",
        cwd=tmp_path,
        stdin="Floods killed 40 people on Sunday, police said.",
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["article"] | {"text_sha256": ""} == {
        "id": "stdin",
        "url": None,
        "title": None,
        "publisher": None,
        "published": "2024-05-14",
        "published_from": "given",
        "text_sha256": "",
    }


def test_archives_and_columns_by_other_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr("north.csv", "link,body,date\nn1,It sold 12 boats.,2024-05-14\nn2,,\n")
        archive.writestr("south.csv", "link;body\ns1;It sold 7 boats.\n".encode("utf-16"))
    columns = ("--id-column", "link", "--text-column", "body")
    done = newsclaims("extract", "*.zip", *columns, "--published-column", "date", "-o", "claims.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    (claim,) = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text().splitlines()]
    assert (claim["article"]["id"], claim["article"]["published"], claim["quantity"]["value"]) == (
        "n1",
        "2024-05-14",
        12,
    )
    failures = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text().splitlines()]
    assert [failure["where"] for failure in failures] == ["day.zip!north.csv:3", "day.zip!south.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract",), "PATH"),
        (("extract", "nowhere.jsonl"), "nowhere.jsonl"),
        (("extract", "in.jsonl", "--published", "2019-02-30"), "2019-02-30"),
        (("extract", "in.jsonl", "--model", "en_nowhere"), "spacy download"),
        (("extract", "in.jsonl", "-o", "in.jsonl"), "is an input too"),
        (("extract", ".", "-o", "claims.jsonl"), "would be read by the next run"),
        (("extract", "*.jsonl", "-o", "claims.jsonl"), "would be read by the next run"),
        (("extract", "in.jsonl", "--max-chars", "many"), "--max-chars"),
        (("extract", "in.jsonl", "--max-depth", "0"), "--max-depth: 0 is no limit"),
        (("extract", "in.jsonl", "--fallback-encoding", "latin-9000"), "no such encoding"),
        (("extract", "*.csv"), "no file that is read fits this pattern"),
        (("score", "."), "either --articles or --claims"),
        (("show", "in.jsonl"), "in.jsonl:1: no claim record"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_ends_with_one_and_a_word_on_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    done = newsclaims(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "claims.jsonl").exists()


def test_an_error_tells_the_place_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "[bold] in.jsonl").write_text("\n" * 99 + "{}\n")
    done = newsclaims("diff", "[bold] in.jsonl", "[bold] in.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("[bold] in.jsonl:100: no claim record")
    write(tmp_path / "[dim].jsonl", [{"id": "a"}])
    done = newsclaims("coverage", "[dim].jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("set aside: [dim].jsonl:1: ")


def test_help_shows_examples(tmp_path: Path) -> None:
    assert newsclaims("--help", cwd=tmp_path).returncode == 0
    for command in ("extract", "show", "explain", "score", "bench"):
        helped = newsclaims(command, "--help", cwd=tmp_path)
        assert helped.returncode == 0
        assert "Example" in helped.stdout


def test_explain_shows_every_stage(tmp_path: Path) -> None:
    text = "At least 33 children were killed, the UN said on Monday."
    done = newsclaims("explain", text, "--published", "2019-07-24", cwd=tmp_path)
    assert done.returncode == 0
    for part in (
        "names",
        "quantities",
        "no claims",
        "times",
        "attribution",
        "claims",
        "≥ 33",
        "head child",
        "2019-07-22",
    ):
        assert part in done.stdout
    as_json = newsclaims("explain", text, "--json", cwd=tmp_path)
    assert json.loads(as_json.stdout)["quantity"]["min_value"] == 33


LIBRARY = (
    "Arlo lent 40 books in 2023, up from 31 in 2022, the library said. Readers put the number at twice that figure."
)


def test_explain_tells_why_a_claim_of_a_file_reads_as_it_does(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [*GOOD, {"id": "b", "text": LIBRARY, "published": "2024-05-14"}])
    assert newsclaims("extract", "in.jsonl", "-o", "claims.jsonl", cwd=tmp_path).returncode == 0
    claims = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text().splitlines()]
    first, derived = claims[1], claims[-1]
    assert (derived["quantity"]["value"], derived["quantity"]["status"]) == (80, "derived")
    told = newsclaims("explain", "in.jsonl", "--claim", first["id"], cwd=tmp_path)
    assert told.returncode == 0
    for part in (
        f"claim {first['id']}",
        "value  40 from “40”",
        "item   book from “books”",
        "who    ",
        "when   2023-01-01 … 2023-12-31 from “2023”",
        "next best: “2022”, 2022-01-01 to 2022-12-31",
        "where  ",
        "compared with “31”",
        "comparable: windows of one length",
    ):
        assert part in told.stdout
    worked_out = newsclaims("explain", "in.jsonl", "--claim", derived["id"], "--json", cwd=tmp_path)
    record = json.loads(worked_out.stdout)
    assert record["id"] == derived["id"]
    assert [reason["part"] for reason in record["reasons"]] == ["value", "item", "who", "when", "where"]
    assert record["reasons"][0]["rule"].startswith("worked out from the figure that it multiplies: “40”")


def test_explain_names_what_is_wrong_with_a_claim_or_a_file(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    unknown = newsclaims("explain", "in.jsonl", "--claim", "0123456789abcdef", cwd=tmp_path)
    assert unknown.returncode == 1
    assert 'in.jsonl: no claim "0123456789abcdef" among 1. ' in unknown.stderr
    assert "Known, for example: " in unknown.stderr
    missing = newsclaims("explain", "on.jsonl", "--claim", "0123456789abcdef", cwd=tmp_path)
    assert missing.returncode == 1
    assert "on.jsonl: no such file" in missing.stderr
    assert "Traceback" not in unknown.stderr + missing.stderr


def test_explain_takes_a_file_whole(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    told = newsclaims("explain", "in.jsonl", cwd=tmp_path)
    assert told.stdout.startswith("a\n")
    assert "who    police" in told.stdout


def test_score_holds_floors_and_only_raises_them(tmp_path: Path) -> None:
    figure = {
        "quantity": "40",
        "start": 14,
        "end": 16,
        "relation": "=",
        "value": 40,
        "low": 40,
        "high": 40,
        "unit": "count",
    }
    said = {"items": ["person"], "sources": [{"names": ["police"], "org": []}], "voice": "indirect"}
    claim = {**figure, **said, "time": {"begin": "2024-05-12", "end": "2024-05-12"}}
    gold = {"article": "a", "published": "2024-05-14", "claims": [claim]}
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold))
    write(tmp_path / "in.jsonl", GOOD)
    command = ("score", "gold", "--articles", "in.jsonl", "--floors", "floors.json", "--floor-set", "mine")
    assert newsclaims(*command, "--raise-floors", cwd=tmp_path).returncode == 0
    floors = json.loads((tmp_path / "floors.json").read_text())
    assert floors["mine"]["complete F1"] == 99.6
    claim["value"] = 41
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold))
    below = newsclaims(*command, "--raise-floors", cwd=tmp_path)
    assert below.returncode == 1
    assert "complete F1 is 0.0, below its floor of 99.6" in " ".join(below.stderr.split())
    assert json.loads((tmp_path / "floors.json").read_text()) == floors
    (tmp_path / "floors.json").write_text("{")
    broken = newsclaims(*command, cwd=tmp_path)
    assert broken.returncode == 1
    assert "floors.json: no floors" in broken.stderr


def test_ctrl_c_keeps_what_was_written_and_leaves_the_name_free(tmp_path: Path) -> None:
    articles = [{"id": str(n), "text": "Floods killed 40 people on Sunday, police said. " * 400} for n in range(400)]
    write(tmp_path / "in.jsonl", articles)  # type: ignore[arg-type]
    command = [sys.executable, "-m", "newsclaims.cli", "extract", "in.jsonl", "-o", "claims.jsonl"]
    running = subprocess.Popen(command, cwd=tmp_path, env=ENV, stderr=subprocess.PIPE, text=True)
    partial = tmp_path / "claims.jsonl.partial"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (partial.exists() and partial.stat().st_size):
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "claims.jsonl.partial" in told
    assert "Traceback" not in told
    assert not (tmp_path / "claims.jsonl").exists()
    assert [json.loads(line)["quantity"]["value"] for line in partial.read_text().splitlines()][:1] == [40]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD + [{"id": str(n), "text": "It sold 12 boats. " * 300} for n in range(5)])
    command = f"{sys.executable} -m newsclaims.cli extract in.jsonl | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=tmp_path, capture_output=True, text=True, env=ENV
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["quantity"]["value"] == 40


def test_bench_prints_ratio_and_shares(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    figures = json.loads(newsclaims("bench", "in.jsonl", "--json", cwd=tmp_path).stdout)
    assert set(figures["words/s"]) == {"stock", "bare", "every", "sparing"}
    assert figures["words/s"]["bare"] >= figures["words/s"]["every"] > 0
    assert figures["equal"] == figures["claims"] == 1
    assert set(figures["share"]) >= {
        "newsclaims_encoder",
        "newsclaims_quantities",
        "newsclaims_times",
        "newsclaims_attribution",
        "newsclaims_claims",
    }
    assert sum(figures["share"].values()) == pytest.approx(1, abs=0.02)


def test_two_models_at_once_are_wrong_usage(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    done = newsclaims("extract", "in.jsonl", "--fast", "--model", "en_core_web_sm", cwd=tmp_path)
    assert done.returncode == 1
    assert "Give --fast or --model, not both." in " ".join(done.stderr.split())


def test_fast_and_every_sentence_are_taken(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD)
    models = []
    for flag in ("--fast", "--every-sentence"):
        done = newsclaims("extract", "in.jsonl", flag, cwd=tmp_path)
        assert done.returncode == 0
        record = json.loads(done.stdout)
        assert record["quantity"]["value"] == 40
        models.append(record["produced_by"]["model"].split()[0])
    assert models == ["en_newsclaims_fast", "en_newsclaims"]


def test_coverage_accounts_for_every_numeral(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", GOOD, "no article")
    done = newsclaims("coverage", "in.jsonl", "--by-article", "--unaccounted", cwd=tmp_path)
    assert done.returncode == 3
    assert "set aside: in.jsonl:2" in done.stderr
    assert "a: 1 numerals, 1 claims, 0 unaccounted for" in done.stdout
    assert "1 articles, 1 numerals" in done.stdout
    line = json.loads(newsclaims("coverage", "in.jsonl", "--json", cwd=tmp_path).stdout)
    assert line == {"article": "a", "numerals": 1, "claims": 1, "others": {}, "unaccounted": []}


OTHER = [{"key": "b", "body": "Floods killed 40 people on Sunday, police said."}]
NAMES = ("--id-column", "key", "--text-column", "body", "--published", "2024-05-14")


def test_explain_and_coverage_read_as_extract_does(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", OTHER)
    claim = json.loads(newsclaims("extract", "in.jsonl", *NAMES, cwd=tmp_path).stdout)
    explained = newsclaims("explain", "in.jsonl", "--claim", claim["id"], "--json", *NAMES, cwd=tmp_path)
    assert json.loads(explained.stdout)["time"]["begin"] == "2024-05-12"
    line = json.loads(newsclaims("coverage", "in.jsonl", "--json", *NAMES, cwd=tmp_path).stdout)
    assert (line["article"], line["claims"]) == ("b", 1)
    done = newsclaims("coverage", "in.jsonl", *NAMES, "--max-chars", "20", cwd=tmp_path)
    assert done.returncode == 3
    assert "over the limit of 20" in done.stderr


def test_bench_and_score_read_as_extract_does(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", OTHER)
    figures = json.loads(newsclaims("bench", "in.jsonl", "--fast", "--json", *NAMES, cwd=tmp_path).stdout)
    assert figures["words"] == 10
    (tmp_path / "gold").mkdir()
    gold = {"article": "b", "claims": []}
    (tmp_path / "gold" / "b.json").write_text(json.dumps(gold))
    done = newsclaims("score", "gold", "--articles", "in.jsonl", "--fast", "--json", *NAMES, cwd=tmp_path)
    assert json.loads(done.stdout)["found"] == 1
