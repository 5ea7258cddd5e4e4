package org.fedfabric.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a certificate for another user of an enterprise. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = {
            "Issues a certificate for another user of an enterprise and prints the user's MSP folder.",
            "The network may be running; it needs no restart. A user that exists keeps key and certificate;",
            "with --renew it gets a new certificate for the key it has."
        })
final class IdentityCommand implements Callable<Integer> {
    /** As long as the authorities themselves. */
    private static final int LONGEST_DAYS = 3_650;

    /** Names become folders and common names: nothing that would mean something else in either. */
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

    @Option(names = "--state", required = true, paramLabel = "DIR", description = "The network's state directory.")
    private Path state;

    @Option(names = "--days", paramLabel = "N", description = "How long it is valid, 1 to 3650. Default: 3650.")
    private int days = LONGEST_DAYS;

    @Option(names = "--renew", description = "A new certificate for the key of a user that exists.")
    private boolean renew;

    @Parameters(index = "0", paramLabel = "ENTERPRISE", description = "For example enterprise-a.")
    private String enterprise;

    @Parameters(index = "1", paramLabel = "NAME", description = "The user's name, for example p3.")
    private String name;

    @Override
    public Integer call() throws IOException {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "A user's name must be 1 to 64 lower-case letters, digits and hyphens and not begin with a hyphen."
                            + " Provided value: " + name);
        }
        Path folder = state.toAbsolutePath().normalize().resolve("crypto").resolve(enterprise);
        Enterprise member = Enterprise.first(Enterprise.MAX).stream()
                .filter(candidate -> candidate.name().equals(enterprise))
                .filter(candidate -> OrganizationCrypto.exists(folder))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There must be an enterprise of that name in " + state
                        + ". Provided value: " + enterprise + ". Start the network there first."));
        if (days < 1 || days > LONGEST_DAYS) {
            throw new IllegalArgumentException(
                    "A certificate must be valid for 1 to " + LONGEST_DAYS + " days. Provided value: " + days);
        }
        OrganizationCrypto crypto = OrganizationCrypto.openOrCreate(folder, member.mspId(), member.name());
        Instant notAfter = Instant.now().plus(Duration.ofDays(days));
        Path msp = renew ? renewed(crypto, notAfter) : crypto.user(name, Role.CLIENT, notAfter);
        System.out.println(msp);
        return ExitCode.OK.number();
    }

    private Path renewed(OrganizationCrypto crypto, Instant notAfter) throws IOException {
        if (!Files.isDirectory(crypto.usersDirectory().resolve(name))) {
            throw new IllegalArgumentException("Who gets a renewed certificate must have one. Provided value: " + name);
        }
        // An administrator's certificate stays one: the role is part of what is renewed.
        return crypto.renew(name, name.equals("admin") ? Role.ADMIN : Role.CLIENT, notAfter);
    }
}
