package org.fedfabric.audit.chain;

/**
 * Who vouched for a transaction's outcome.
 *
 * @param mspId the endorsing peer's organisation, as its serialised identity claims it
 * @param certificatePem its certificate (PEM). Not to be changed.
 * @param counted whether certificate and signature hold, so that the endorsement counts for the policy
 */
public record Endorser(String mspId, byte[] certificatePem, boolean counted) {}
