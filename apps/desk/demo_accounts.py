"""Who can sign in to the demo; plain data, read by `load_demo`, by the launcher and by the tests."""

PASSWORD = "concord-demo-2026"  # noqa: S105 - the demo's, printed for everybody
FIRST = "liaison@aster.example"

# What a visitor can try with each account, in the order in which `make demo` lists them.
ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("liaison@aster.example", "files incidents for Aster (also @borealis, @cygnus, @dione)"),
    ("representative@elara.example", "votes for Elara, which joined a fortnight ago"),
    ("representative@fornax.example", "represents Fornax, which is suspended"),
    ("representative@aster.example", "votes for Aster and chairs Frontier (also @borealis, @cygnus, @dione)"),
    ("alternate@aster.example", "stands in for Aster's representative (also @borealis, @cygnus, @dione)"),
    ("clerk@frontier.example", "keeps Frontier's papers and acknowledges incidents"),
    ("member@independent.example", "independent member of Frontier and of Pacific: has the switcher"),
    ("auditor@veritas.example", "auditor"),
    ("observer@eu.example", "observer of the European authority"),
    ("observer@california.example", "observer of the Californian authority"),
    ("observer@registry.example", "observer of the second Californian authority"),
    ("observer@britain.example", "observer whose access has ended"),
    ("counsel@fjord-law.example", "Borealis's counsel in one report: sees that report and no other"),
    ("eve@pacific.example", "member of another committee: must see nothing of Frontier"),
    ("clerk@pacific.example", "keeps Pacific's papers"),
    ("operator@concord.example", "runs the portal; sees no committee's content"),
)
