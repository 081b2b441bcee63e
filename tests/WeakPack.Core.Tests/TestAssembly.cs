// No test shares state with another: what a fixture prints is captured by the flow of execution.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]
