"""The verbs of motions and votes, by noun: drafts, motions, recusals, ballots, results, proxies."""
