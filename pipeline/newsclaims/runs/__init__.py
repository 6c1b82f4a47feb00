"""Runs over archives: shards of work in processes of their own, kept whole by any stop, and put together in one order.

Reading order, in the way of the work: `shards` (how the input is cut, and what a shard's file holds), `store` (files
that are whole or not there), `settings` and `manifest` (what may be mixed), `engine` and `work` (a shard worked),
`messages`, `worker` and `pool` (processes), `remote` and `ray_crew` (other places, other machines), `ledger` (articles
that kill them), `drive` (the loop over all), `progress`, `machine`; then `merge`, `verify` and `plan`, which read what
a run left.

A run's folder: `manifest.json`, `shards/NNNNN/NNNNNNNN-CONTENT-RUN.jsonl.gz`, `shards.jsonl` (one line a shard,
when all are done), `poison.jsonl` (what killed workers), `workers.log` (what they said on standard error),
`trails/` (what each worker is at), `lock`.
"""
