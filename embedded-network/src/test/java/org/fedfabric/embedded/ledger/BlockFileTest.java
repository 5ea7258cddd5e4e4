package org.fedfabric.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.wire.BlockHashes;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
    private static final int BLOCKS = 5;

    @TempDir
    static Path crypto;

    private static BlockAssembler assembler;

    @TempDir
    Path directory;

    private Path file;

    @BeforeAll
    static void createOrderer() throws IOException {
        assembler = new BlockAssembler(
                OrganizationCrypto.openOrCreate(crypto, "OrdererMSP", "orderer").node(Role.ORDERER));
    }

    @BeforeEach
    void writeBlocks() throws IOException {
        file = directory.resolve("blocks");
        try (BlockFile blocks = BlockFile.open(directory, AppendFile::onDisk)) {
            for (int i = 0; i < BLOCKS; i++) {
                blocks.append(next(blocks));
            }
        }
    }

    private static Block next(BlockFile blocks) throws IOException {
        long number = blocks.height();
        ByteString previous = number == 0
                ? ByteString.EMPTY
                : BlockHashes.ofHeader(blocks.read(number - 1).getHeader());
        Envelope envelope = Envelope.newBuilder()
                .setPayload(ByteString.copyFromUtf8("transaction " + number))
                .build();
        return assembler.assemble(number, previous, List.of(envelope), List.of(TxValidationCode.VALID));
    }

    @Test
    void refuses_a_flipped_byte_in_any_block() throws Exception {
        long length = Files.size(file);
        for (long position = 20; position < length; position += length / 7) {
            byte[] intact = Files.readAllBytes(file);
            byte[] damaged = intact.clone();
            damaged[(int) position] ^= 1;
            Files.write(file, damaged);

            assertThatThrownBy(() -> BlockFile.open(directory, AppendFile::onDisk))
                    .as("byte %s of %s", position, length)
                    .isInstanceOf(LedgerCorruptException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Restore the file from a copy");
            Files.write(file, intact);
        }
    }

    @Test
    void refuses_a_file_that_lacks_its_last_blocks() throws Exception {
        truncate(Files.size(file) / 2);

        assertThatThrownBy(() -> BlockFile.open(directory, AppendFile::onDisk))
                .isInstanceOf(LedgerCorruptException.class)
                .hasMessageContaining("of " + BLOCKS + " is unreadable");
    }

    @Test
    void refuses_a_file_that_has_gone_missing() throws Exception {
        Files.delete(file);

        assertThatThrownBy(() -> BlockFile.open(directory, AppendFile::onDisk))
                .isInstanceOf(LedgerCorruptException.class);
    }

    @Test
    void refuses_a_block_that_was_replaced_by_a_well_formed_other_one() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        try (BlockFile blocks = BlockFile.open(elsewhere, AppendFile::onDisk)) {
            for (int i = 0; i < BLOCKS; i++) {
                Block block = next(blocks);
                blocks.append(
                        i == 1
                                ? block.toBuilder()
                                        .setHeader(block.getHeader().toBuilder().setNumber(9))
                                        .build()
                                : block);
            }
        }

        assertThatThrownBy(() -> BlockFile.open(elsewhere, AppendFile::onDisk))
                .isInstanceOf(LedgerCorruptException.class)
                .hasMessageContaining("chain of hashes");
    }

    @Test
    void drops_a_torn_tail_and_goes_on() throws Exception {
        long length = Files.size(file);
        for (int torn = 1; torn < 40; torn += 6) {
            Files.write(file, new byte[torn], StandardOpenOption.APPEND);

            try (BlockFile blocks = BlockFile.open(directory, AppendFile::onDisk)) {
                assertThat(blocks.height()).isEqualTo(BLOCKS);
                assertThat(Files.size(file)).isEqualTo(length);
            }
        }
        try (BlockFile blocks = BlockFile.open(directory, AppendFile::onDisk)) {
            blocks.append(next(blocks));
        }
        try (BlockFile blocks = BlockFile.open(directory, AppendFile::onDisk)) {
            assertThat(blocks.height()).isEqualTo(BLOCKS + 1);
            assertThat(blocks.read(BLOCKS).getData().getData(0).toStringUtf8()).contains("transaction 5");
        }
    }

    @Test
    void a_full_disk_loses_nothing_that_was_acknowledged() throws Exception {
        FullDisk disk = new FullDisk(Integer.MAX_VALUE);
        long acknowledged = BLOCKS;
        try (BlockFile blocks = BlockFile.open(directory, disk::open)) {
            blocks.append(next(blocks));
            acknowledged++;
            Block tooMuch = next(blocks);
            disk.bytesLeft = 100;
            assertThatThrownBy(() -> blocks.append(tooMuch))
                    .isInstanceOf(LedgerWriteException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("Free space");
            assertThat(blocks.height()).isEqualTo(acknowledged);
        }
        try (BlockFile blocks = BlockFile.open(directory, AppendFile::onDisk)) {
            assertThat(blocks.height()).isEqualTo(acknowledged);
            blocks.append(next(blocks));
        }
    }

    private void truncate(long length) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, (int) length));
    }

    /** A disk that takes a number of bytes, the last write in part, and then cannot even shorten a file. */
    private static final class FullDisk {
        private int bytesLeft;

        FullDisk(int bytesLeft) {
            this.bytesLeft = bytesLeft;
        }

        AppendFile open(Path path) throws IOException {
            AppendFile real = AppendFile.onDisk(path);
            return new AppendFile() {
                @Override
                public long length() throws IOException {
                    return real.length();
                }

                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    if (bytes.remaining() <= bytesLeft) {
                        bytesLeft -= bytes.remaining();
                        real.append(bytes);
                        return;
                    }
                    real.append(bytes.slice(0, bytesLeft));
                    throw new IOException("No space left on device");
                }

                @Override
                public void sync() throws IOException {
                    real.sync();
                }

                @Override
                public void truncate(long length) throws IOException {
                    throw new IOException("No space left on device");
                }

                @Override
                public ByteBuffer read(long position, int length) throws IOException {
                    return real.read(position, length);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }
}
