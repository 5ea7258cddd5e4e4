package org.fedfabric.embedded.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import org.fedfabric.embedded.ledger.CommittedBlock;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.hyperledger.fabric.protos.peer.FilteredBlock;
import org.hyperledger.fabric.protos.peer.FilteredChaincodeAction;
import org.hyperledger.fabric.protos.peer.FilteredTransaction;
import org.hyperledger.fabric.protos.peer.FilteredTransactionActions;

/** The messages in which a Deliver service sends blocks. */
interface BlockFormat<R> {
    R block(CommittedBlock block, String channelId) throws InvalidProtocolBufferException;

    R status(Status status);

    /** Whole blocks, from a peer. */
    BlockFormat<DeliverResponse> PEER = new BlockFormat<>() {
        @Override
        public DeliverResponse block(CommittedBlock block, String channelId) {
            return DeliverResponse.newBuilder().setBlock(block.block()).build();
        }

        @Override
        public DeliverResponse status(Status status) {
            return DeliverResponse.newBuilder().setStatus(status).build();
        }
    };

    /** Whole blocks with private data, of which there is none. */
    BlockFormat<DeliverResponse> PEER_WITH_PRIVATE_DATA = new BlockFormat<>() {
        @Override
        public DeliverResponse block(CommittedBlock block, String channelId) {
            return DeliverResponse.newBuilder()
                    .setBlockAndPrivateData(BlockAndPrivateData.newBuilder().setBlock(block.block()))
                    .build();
        }

        @Override
        public DeliverResponse status(Status status) {
            return PEER.status(status);
        }
    };

    /** Ids, verdicts and event names only. */
    BlockFormat<DeliverResponse> PEER_FILTERED = new BlockFormat<>() {
        @Override
        public DeliverResponse block(CommittedBlock block, String channelId) throws InvalidProtocolBufferException {
            FilteredBlock.Builder filtered =
                    FilteredBlock.newBuilder().setChannelId(channelId).setNumber(block.number());
            for (CommittedBlock.Entry entry : block.transactions()) {
                filtered.addFilteredTransactions(filtered(entry));
            }
            return DeliverResponse.newBuilder().setFilteredBlock(filtered).build();
        }

        private FilteredTransaction filtered(CommittedBlock.Entry entry) throws InvalidProtocolBufferException {
            FilteredTransaction.Builder transaction = FilteredTransaction.newBuilder()
                    .setTxid(entry.transactionId())
                    .setTypeValue(entry.headerType())
                    .setTxValidationCode(entry.code());
            if (entry.transaction().isPresent()) {
                FilteredTransactionActions.Builder actions = FilteredTransactionActions.newBuilder();
                ChaincodeEvent event = entry.transaction().get().event();
                if (!event.getEventName().isEmpty()) {
                    actions.addChaincodeActions(FilteredChaincodeAction.newBuilder()
                            .setChaincodeEvent(event.toBuilder().clearPayload()));
                }
                transaction.setTransactionActions(actions);
            }
            return transaction.build();
        }

        @Override
        public DeliverResponse status(Status status) {
            return PEER.status(status);
        }
    };

    /** Whole blocks, from an orderer. */
    BlockFormat<org.hyperledger.fabric.protos.orderer.DeliverResponse> ORDERER = new BlockFormat<>() {
        @Override
        public org.hyperledger.fabric.protos.orderer.DeliverResponse block(CommittedBlock block, String channelId) {
            return org.hyperledger.fabric.protos.orderer.DeliverResponse.newBuilder()
                    .setBlock(block.block())
                    .build();
        }

        @Override
        public org.hyperledger.fabric.protos.orderer.DeliverResponse status(Status status) {
            return org.hyperledger.fabric.protos.orderer.DeliverResponse.newBuilder()
                    .setStatus(status)
                    .build();
        }
    };
}
