/**
 * Who signed a transaction, taken from its creator's certificate and never from an argument. Whether that somebody is
 * enrolled stands on the ledger.
 */
package org.fedfabric.chaincode.identity;
