"""The checklist: each paper once with whoever asks for it, each claim with its proof; by the dossiers."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from conftest import PROFILES, ROOT

import matcher
from matcher.insights.checklist import checklist
from matcher.literals import Kind
from matcher.sections import Checklist

DAY = "2026-11-22"


def of(profile: str, book: matcher.RuleBook) -> tuple[Checklist, matcher.Report]:
    report = matcher.check(ROOT / "profiles" / f"{profile}.yaml", as_of=DAY, engine="direct")
    return checklist(report, book.vocabulary), report


def papers_of(found: Checklist, scheme: str, lang: str = "en") -> set[str]:
    return {paper.says[lang] for paper in found.papers if scheme in paper.schemes}  # type: ignore[literal-required]


def test_tsssu(book: matcher.RuleBook) -> None:
    """The dossier: ITC's form signed by the person in charge; business proposal; three-year budget; CVs; student or
    staff card or graduation certificate; PolyU adds a pitch video of three minutes and details of its IP."""
    found, _ = of("moonlit-kettle", book)
    shared = {"ITC's application form, signed by the person in charge", "business plan / business proposal", "three-year budget", "CVs"}
    assert papers_of(found, "tsssu_o") == shared | {
        "student cards, staff cards or graduation certificates",
        "at PolyU also a pitch video of three minutes and details of PolyU IP used",
    }
    proof = "proof of the private investment: subscription agreement, share register, bank statement"
    assert papers_of(found, "tsssu_plus") == shared | {proof}
    (form,) = [paper for paper in found.papers if paper.says["en"].startswith("ITC's application form")]
    assert form.schemes == ("tsssu_o", "tsssu_plus")


def test_raise_plus(book: matcher.RuleBook) -> None:
    """The dossier, of HKUST: full form, signed commitment letters of investors, partners' letters of support, list of
    in-kind items, at most 15 slides; of HKU: one-page form, at most 12 slides, certificate of a start-up, ownership of
    each contributing organisation, licences of IP if any."""
    found, _ = of("professor-stage-1", book)
    assert papers_of(found, "raise_plus") == {
        "application form (HKU's first step is a one-page form)", "signed commitment letters of industry",
        "partners' letters of support", "list of contributions in kind", "slides: at most 15 at HKUST, at most 12 at HKU",
        "certificate of incorporation, if the team applies as a start-up",
        "at HKU also the ownership of each contributing organisation, and licences of IP if there are any",
    }  # fmt: skip
    said = {claim.path: claim for claim in found.claims}
    find = said["project.contributions"].find
    assert find is not None and find["en"] == "in commitment letters; in the commitment letter"
    assert said["project.stage_1_grant"].says["en"] == "grant asked in stage 1: asked HKD 12,000,000 in stage 1"
    assert said["project.stage_1_grant"].schemes == ("raise_plus",)


def test_claims_are_the_given_facts_that_a_criterion_read(book: matcher.RuleBook) -> None:
    found, report = of("moonlit-kettle", book)
    said = {claim.path: claim for claim in found.claims}
    given = matcher.Profile.read(ROOT / "profiles" / "moonlit-kettle.yaml", book.vocabulary).facts
    assert said.keys() <= given.keys()
    assert said["investments"].says == {"en": "investments received: 4 records", "zh-Hant": "所得投資：4項記錄"}
    assert said["investments"].find == {
        "en": "in subscription agreements and bank statements; in the share register and the subscription agreement",
        "zh-Hant": "認購協議及銀行結單；股東名冊及認購協議",
    }
    assert said["company.incorporated_on"].find == book.vocabulary.facts["company.incorporated_on"].find
    # RAISe+ and ITVF co-investment, which fails for it, are no reason to collect anything.
    shut = {scheme.id for scheme in report.schemes if scheme.other_role or scheme.verdict == "not_eligible"}
    assert {"raise_plus", "itvf_co_investment", "itvf_partner_fund"} <= shut
    assert "project.stage_1_grant" not in said and "deal.partner_is_selected" not in said
    assert not any(set(entry.schemes) & shut for entry in (*found.claims, *found.papers))
    assert not set(found.unnamed) & shut


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_laws(path: Path, book: matcher.RuleBook) -> None:
    found, report = of(path.stem, book)
    concerned = {s.id: s for s in report.schemes if not s.other_role and s.verdict != "not_eligible"}
    for lang in ("en", "zh-Hant"):
        for one, other in combinations(found.papers, 2):
            assert not set(one.says[lang].split(" / ")) & set(other.says[lang].split(" / "))
    for scheme in concerned.values():
        wanted = papers_of(found, scheme.id)
        assert len(wanted) == len(scheme.papers)
        assert all(any(paper["en"] in name for name in wanted) for paper in scheme.papers)
        assert (scheme.id in found.unnamed) is (not scheme.papers)
        read = {f.path for c in scheme.criteria for f in c.facts if f.value is not None}
        assert read == {claim.path for claim in found.claims if scheme.id in claim.schemes}
    assert [claim.path for claim in found.claims] == [p for p in book.vocabulary.facts if p in {c.path for c in found.claims}]
    counts = [len(paper.schemes) for paper in found.papers]
    assert counts == sorted(counts, reverse=True)


def test_every_claim_has_a_proof_to_find(book: matcher.RuleBook) -> None:
    for path, spec in book.vocabulary.facts.items():
        assert spec.find is not None or spec.kind is Kind.TEXT, path
