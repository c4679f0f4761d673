package dev.atelier.app.cli;

import picocli.CommandLine.Command;

/** A group of commands; does nothing of its own. */
@Command(
        name = "keys",
        description = "Changes the keys that seal secrets.",
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {}
