// Programs run one after another on the one worker team of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
