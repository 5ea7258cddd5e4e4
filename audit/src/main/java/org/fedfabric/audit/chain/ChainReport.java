package org.fedfabric.audit.chain;

import java.util.List;
import org.fedfabric.audit.finding.Finding;

/**
 * What a chain has proved.
 *
 * @param channel the channel
 * @param height how many blocks were read
 * @param genesisHash hash of block 0's header, hex: whom to compare it with is the reader's choice
 * @param genesisCompared whether it was compared with one that came from elsewhere
 * @param lastBlockHash hash of the last block's header, hex: equal at every member that has this height
 * @param configurations how many configuration blocks there were, block 0 included
 * @param transactions how many transactions there were, configuration not counted
 * @param valid how many of them count
 * @param organizations the organisations of the last configuration
 * @param endorsement the channel's endorsement policy in the last configuration
 * @param orderers who signed the last block
 * @param commitHashes whether the peer's own hashes of its state were there and compared
 * @param development whether the configuration is a development network's, which holds no policies
 * @param findings every divergence, in the chain's order
 */
public record ChainReport(
        String channel,
        long height,
        String genesisHash,
        boolean genesisCompared,
        String lastBlockHash,
        int configurations,
        long transactions,
        long valid,
        List<String> organizations,
        String endorsement,
        List<String> orderers,
        boolean commitHashes,
        boolean development,
        List<Finding> findings) {
    /** Takes copies. */
    public ChainReport {
        organizations = List.copyOf(organizations);
        orderers = List.copyOf(orderers);
        findings = List.copyOf(findings);
    }
}
