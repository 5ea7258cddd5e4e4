/**
 * Why the ledger said no. A refusal writes nothing; its code has a stable number in a reserved range, and its message
 * begins {@code FF-nnnn }, because payloads of failed proposals do not reach gateway clients reliably.
 */
package org.fedfabric.protocol.refusal;
