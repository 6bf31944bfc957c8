return await FluxEntropy.Cli.CommandLine.Application.RunAsync(FluxEntropy.Cli.FluxCommand.Create(), args);
