package org.fedfabric.protocol.task;

/** Where in a hierarchy a task stands. */
public enum Tier {
    /** The only tier: participants update the consortium's model. */
    FLAT,
    /** A site's users update the site's model. Not in this version. */
    EDGE,
    /** Sites update the consortium's model. Not in this version. */
    CLOUD
}
