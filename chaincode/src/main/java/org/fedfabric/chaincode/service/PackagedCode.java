package org.fedfabric.chaincode.service;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What a chaincode package says of the code it stands for: the file {@code fedfabric.json} in its {@code code.tar.gz}.
 *
 * @param schema version of this form, 1
 * @param version the build's version
 * @param jdk release of the JDK that compiled it; builds by different ones differ
 * @param jars every jar of the chaincode, by name
 */
record PackagedCode(int schema, String version, String jdk, List<Jar> jars) {
    /** A chaincode has some fifty; a list of thousands is some other file. */
    private static final int MAX_JARS = 1_024;

    PackagedCode {
        Checks.inRange(schema, 1, 1, "schema of a chaincode's list of jars");
        Checks.present(version, "version");
        Checks.present(jdk, "jdk");
        jars = Checks.list(jars, MAX_JARS, "jars");
    }

    /**
     * One jar.
     *
     * @param name its file name, without folder
     * @param sha256 of its bytes
     */
    record Jar(String name, String sha256) {
        Jar {
            Checks.present(name, "name of a jar");
            Names.requireDigest(sha256, "sha256 of " + name);
        }
    }
}
