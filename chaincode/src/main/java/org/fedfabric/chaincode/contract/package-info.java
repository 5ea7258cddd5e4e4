/**
 * What the functions do: who may call, what must hold on the ledger, which rule of the protocol decides, what is written,
 * which event is sent; in this order, so that nothing costly happens for a caller who may not ask. One class per prefix.
 *
 * <p>Everything a transaction answers, writes and sends is a function of ledger and arguments only. Clocks, caches and
 * content stores decide nothing but whether this endorser endorses now.
 */
package org.fedfabric.chaincode.contract;
