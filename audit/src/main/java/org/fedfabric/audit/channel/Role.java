package org.fedfabric.audit.channel;

/** What a member's certificate makes it within its organisation. */
public enum Role {
    /** Sends transactions. */
    CLIENT,
    /** Endorses and stores. */
    PEER,
    /** Changes the organisation's configuration. */
    ADMIN,
    /** Orders transactions into blocks. */
    ORDERER
}
