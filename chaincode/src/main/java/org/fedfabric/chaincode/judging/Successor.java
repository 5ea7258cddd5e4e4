package org.fedfabric.chaincode.judging;

import org.fedfabric.protocol.ledger.VersionRecord;

/**
 * What this endorser computes to follow a closed version.
 *
 * @param judged the closed version with verdicts and weights, as aggregation left them
 * @param cid address of the next model; the same model if too few updates were included
 * @param model the next model's bytes, or null if it is the same
 * @param scoreMicros the next model's own score, in millionths of the task's metric
 */
public record Successor(VersionRecord judged, String cid, byte[] model, long scoreMicros) {}
