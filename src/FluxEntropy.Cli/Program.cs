return await FluxEntropy.Cli.CommandLine.Application.RunAsync(args);
