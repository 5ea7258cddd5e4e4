package org.fedfabric.audit.cli;

import picocli.CommandLine.Command;

/** The audit's commands. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Prove a task from blocks, certificates and bytes, believing nobody's flags: hashes and signatures of every",
            "block, endorsement policies and conflicts of every transaction, then the rules themselves. docs/audit.md",
            "says what is proved and what is not."
        },
        subcommands = {GenesisCommand.class, VerifyCommand.class, ExportCommand.class})
final class AuditCommand {}
