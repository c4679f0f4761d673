package dev.atelier.app.cli;

import picocli.CommandLine.Command;

/** A group of commands; does nothing of its own. */
@Command(
        name = "admin",
        description = "Creates the first owner, resets a lost password, makes sign-in links and access tokens.",
        mixinStandardHelpOptions = true,
        subcommandsRepeatable = false,
        synopsisSubcommandLabel = "COMMAND")
final class AdminCommand {}
