package dev.atelier.app.cli;

import picocli.CommandLine.Command;

/** A group of commands; does nothing of its own. */
@Command(
        name = "ledger",
        description = "Checks the books.",
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {}
