"""An advisory service that does not answer is not taken as a clean result."""

import json

from tools.audit import Findings, read_npm_audit, read_pip_audit, report


def pip_audit(*rows):
    return read_pip_audit("base.txt", json.dumps({"dependencies": list(rows)}), "")


def test_a_known_vulnerability_is_named_with_its_remedy(capsys):
    known = {"id": "PYSEC-1", "fix_versions": ["2.1"]}
    found = pip_audit(
        {"name": "one", "version": "2.0", "vulns": [known]},
        {"name": "two", "version": "1.0", "vulns": []},
    )

    assert report([found]) == 1
    assert "one 2.0  PYSEC-1  修好的版本：2.1" in capsys.readouterr().out
    assert found.checked == 2


def test_a_package_that_was_skipped_is_not_called_safe(capsys):
    found = pip_audit({"name": "one", "skip_reason": "not found: one (2.0)"})

    assert report([found]) == 2
    out = capsys.readouterr().out
    assert "没有回答" in out and "one (2.0)" in out
    assert "没有已知漏洞" not in out


def test_a_service_out_of_reach_is_said_in_its_own_words(capsys):
    found = read_pip_audit("base.txt", "", "Traceback …\nProxyError: refused\n")

    assert report([found]) == 2
    assert "base.txt：ProxyError: refused" in capsys.readouterr().out


def test_npm_without_an_answer_is_unchecked():
    refused = json.dumps({"message": "405 Method Not Allowed", "error": {}})

    assert read_npm_audit(refused, "").unchecked == [
        "package-lock.json：405 Method Not Allowed"
    ]
    assert read_npm_audit("", "npm error network").unchecked == [
        "package-lock.json：npm error network"
    ]


def test_npm_with_an_answer_is_counted():
    told = {
        "vulnerabilities": {"left": {"range": "<2", "severity": "high"}},
        "metadata": {"dependencies": {"total": 30}},
    }

    found = read_npm_audit(json.dumps(told), "")

    assert found == Findings(checked=30, known=["left <2  high"])


def test_nothing_known_and_all_checked_is_good_news(capsys):
    assert report([Findings(checked=3)]) == 0
    assert "没有已知漏洞" in capsys.readouterr().out
