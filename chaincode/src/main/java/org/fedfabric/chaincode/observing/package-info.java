/**
 * What an endorser's operator may know of its work: {@link org.fedfabric.chaincode.observing.EndorserObserver} is told, and
 * its implementations turn that into metrics and log lines. Nothing here answers: results and events are functions of ledger
 * and arguments only, whoever watches.
 */
package org.fedfabric.chaincode.observing;
