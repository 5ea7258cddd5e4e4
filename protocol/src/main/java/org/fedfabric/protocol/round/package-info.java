/**
 * The life of a version (protocol.md §2): when it may be closed and over whom, what its verdicts make of it, and how the
 * next one opens. Pure functions of ledger records and the transaction's timestamp.
 */
package org.fedfabric.protocol.round;
