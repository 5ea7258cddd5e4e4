package org.fedfabric.chaincode.function;

import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Ledger;

/**
 * One call of a function.
 *
 * @param ledger the transaction's view of the ledger
 * @param identity who signed the transaction; no argument ever names the caller
 * @param arguments what was passed
 * @param rules version of the rules that this chaincode judges by
 */
public record Call(Ledger ledger, Identity identity, Arguments arguments, int rules) {}
