/**
 * How the enterprises of a channel decide about one another: majorities over the register, and what a decision means for
 * the selection. Pure functions of records.
 */
package org.fedfabric.protocol.membership;
