package org.fedfabric.embedded.identity;

import java.util.Locale;

/** What a certificate's organisational unit says its owner is, as Fabric's NodeOUs define it. */
public enum Role {
    /** An application: may submit and read. */
    CLIENT,
    /** An endorser: its signature counts towards the endorsement policy. */
    PEER,
    /** An administrator: may submit and read. */
    ADMIN,
    /** An orderer: its signature stands under blocks. */
    ORDERER;

    /** The organisational unit in a certificate that gives this role. */
    String organizationalUnit() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role may submit transactions (Fabric's Writers policy of an application organisation). */
    public boolean maySubmit() {
        return this == CLIENT || this == ADMIN;
    }
}
