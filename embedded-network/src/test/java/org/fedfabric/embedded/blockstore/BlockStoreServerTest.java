package org.fedfabric.embedded.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses, shapes and sentences, compared with what Kubo 0.42.0 answered to the same calls. */
@Timeout(60)
class BlockStoreServerTest {
    private static final String ADD = "add?cid-version=1&raw-leaves=true&chunker=size-1048576";
    private static final byte[] CONTENT = random(1000);
    private static final Cid CID = Cid.of(CONTENT);

    @TempDir
    private Path directory;

    private BlockStoreServer server;

    @BeforeEach
    void start() throws IOException {
        server = BlockStoreServer.start(directory, 0, List::of);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void takes_nothing_but_post() throws Exception {
        assertThat(Rpc.get(server, "version")).hasToString("405 405 - Method Not Allowed");
        assertThat(Rpc.get(server, "repo/gc")).hasToString("405 405 - Method Not Allowed");
    }

    @Test
    void does_not_serve_pages_in_a_browser() throws Exception {
        assertThat(Rpc.post(server, "version", "Origin", "http://evil.example")).hasToString("403 403 - Forbidden");
        assertThat(Rpc.post(server, "version", "Referer", "http://evil.example/page"))
                .hasToString("403 403 - Forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "", "block", "block/get/x", "../x", "config/show"})
    void knows_no_other_command(String command) throws Exception {
        assertThat(Rpc.post(server, command).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            block/get                               | 400 argument "cid" is required
            pin/rm                                  | 400 argument "ipfs-path" is required
            block/get?arg=CID&offline=maybe         | 400 could not convert value "maybe" to type "bool" (for option "-offline")
            cat?arg=CID&offset=x                    | 400 could not convert value "x" to type "int64" (for option "-offset")
            block/get?arg=CID&timeout=200           | 400 option "timeout" must be a duration such as 1500ms or 2s. Provided value: 200
            block/get?arg=CID&timeout=2x            | 400 option "timeout" must be a duration
            block/get?arg=CID&timeout=              | 400 option "timeout" must be a duration
            block/get?arg=CID&timeout=-1s           | 400 option "timeout" must be a duration
            block/get?arg=CID&arg=CID               | 400 option "arg" must be given once
            block/put                               | 400 file argument 'data' is required
            add?cid-version=1&chunker=size-1048576  | 400 file argument 'path' is required
            add?cid-version=0                       | 500 {"Message":"this store adds in one layout only
            add?cid-version=1                       | 500 {"Message":"this store adds in one layout only
            add?cid-version=1&chunker=size-1048576&raw-leaves=false | 500 {"Message":"this store adds in one layout only
            add?cid-version=1&chunker=size-1048576&only-hash=true   | 500 {"Message":"this store adds in one layout only
            block/put?cid-codec=dag-json            | 500 {"Message":"this store holds blocks of codec raw and dag-pb only. Provided value: dag-json"
            block/put?mhtype=sha1                   | 500 {"Message":"this store hashes with sha2-256 only. Provided value: sha1"
            block/get?arg=xyz                       | 500 {"Message":"invalid path \\"xyz\\": A CID must have 59 characters
            block/get?arg=CID&offline=true          | 500 {"Message":"block was not found locally (offline): ipld: could not find CID","Code":0,"Type":"error"}
            block/stat?arg=CID&offline=true         | 500 {"Message":"block was not found locally (offline): ipld: could not find CID","Code":0,"Type":"error"}
            cat?arg=/ipfs/CID&offline=true          | 500 {"Message":"block was not found locally (offline): ipld: could not find CID","Code":0,"Type":"error"}
            pin/add?arg=CID&offline=true            | 500 {"Message":"pin: block was not found locally (offline): ipld: could not find CID","Code":0,"Type":"error"}
            block/get?arg=CID&timeout=50ms          | 500 {"Message":"context deadline exceeded","Code":0,"Type":"error"}
            cat?arg=CID&timeout=0.05s               | 500 {"Message":"context deadline exceeded","Code":0,"Type":"error"}
            pin/add?arg=CID&timeout=50ms            | 500 {"Message":"pin: context deadline exceeded","Code":0,"Type":"error"}
            pin/add?arg=CID&recursive=false         | 500 {"Message":"this store pins recursively only
            pin/ls?arg=CID&type=recursive           | 500 {"Message":"path 'CID' is not pinned","Code":0,"Type":"error"}
            pin/ls?type=bogus                       | 500 {"Message":"invalid type 'bogus', must be one of {direct, indirect, recursive, all}","Code":0,"Type":"error"}
            pin/rm?arg=CID                          | 500 {"Message":"not pinned or pinned indirectly","Code":0,"Type":"error"}
            cat?arg=CID&offset=-1                   | 500 {"Message":"cannot specify negative offset or length","Code":0,"Type":"error"}
            """)
    void refuses_as_kubo_does(String call, String answer) throws Exception {
        assertThat(Rpc.post(server, call.replace("CID", CID.text())).toString())
                .startsWith(answer.replace("CID", CID.text()).replace("A " + CID, "A CID"));
    }

    @Test
    void refuses_a_block_that_nodes_would_not_exchange_and_stores_nothing() throws Exception {
        assertThat(Rpc.upload(server, "block/put?cid-codec=raw", new byte[BlockRepository.MAX_BLOCK_BYTES + 1])
                        .toString())
                .startsWith("500 {\"Message\":\"produced block is over 2MiB");
        assertThat(Rpc.post(server, "refs/local").text()).isEmpty();
        assertThat(Rpc.upload(server, "block/put?cid-codec=raw", new byte[BlockRepository.MAX_BLOCK_BYTES])
                        .status())
                .isEqualTo(200);
    }

    @Test
    void reads_a_refused_upload_to_its_end_so_that_the_reason_arrives_and_the_connection_lives() throws Exception {
        byte[] large = new byte[40 * Cid.CHUNK_BYTES];
        for (int i = 0; i < 5; i++) {
            assertThat(Rpc.upload(server, "block/put?cid-codec=raw", large).toString())
                    .startsWith("500 {\"Message\":\"produced block is over 2MiB");
            assertThat(Rpc.upload(server, "add?cid-version=0", large).toString())
                    .contains("one layout only");
            assertThat(Rpc.post(server, "version").status()).isEqualTo(200);
        }
    }

    @Test
    void keeps_nothing_of_an_upload_cut_off_in_its_first_chunk() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v0/block/put HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
                            + "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n\r\nhalf of it")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 500")
                    .contains("the store could not finish");
        }
        assertThat(Rpc.post(server, "refs/local").text()).isEmpty();
    }

    @Test
    void refuses_to_pin_or_show_a_list_that_is_not_canonical() throws Exception {
        byte[] forged = {0x12, 0x01, 0x00};
        Cid cid = Cid.ofBlock(Codec.DAG_PB, forged);
        assertThat(Rpc.upload(server, "block/put?cid-codec=dag-pb", forged))
                .hasToString("200 {\"Key\":\"" + cid + "\",\"Size\":3}");
        assertThat(Rpc.post(server, "pin/add?arg=" + cid).toString())
                .startsWith("500")
                .contains("is not a file of one level");
        assertThat(Rpc.post(server, "cat?arg=" + cid).toString())
                .startsWith("500")
                .contains("is not a file of one level");
        assertThat(Rpc.upload(server, "block/put?cid-codec=dag-pb&pin=true", forged)
                        .status())
                .isEqualTo(500);
        assertThat(Rpc.post(server, "pin/ls")).hasToString("200 {\"Keys\":{}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Cid.CHUNK_BYTES, Cid.CHUNK_BYTES + 1, 3 * Cid.CHUNK_BYTES + 5})
    void adds_and_shows_content_of_any_length(int lengthBytes) throws Exception {
        byte[] content = random(lengthBytes);
        Cid cid = Cid.of(content);
        JsonObject added = json(Rpc.upload(server, ADD, content));

        assertThat(added.get("Hash").getAsString()).isEqualTo(cid.text());
        assertThat(Long.parseLong(added.get("Size").getAsString())).isGreaterThanOrEqualTo(lengthBytes);
        Rpc.Answer shown = Rpc.post(server, "cat?arg=/ipfs/" + cid);
        assertThat(shown.body()).isEqualTo(content);
        assertThat(shown.response().headers().firstValue("Content-Type")).hasValue("text/plain");
    }

    @Test
    void states_sizes_as_kubo_does() throws Exception {
        assertThat(json(Rpc.upload(server, ADD, new byte[5 * Cid.CHUNK_BYTES]))
                        .get("Size")
                        .getAsString())
                .isEqualTo("5243139");
        assertThat(json(Rpc.upload(server, ADD, new byte[0])).get("Size").getAsString())
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "5,10", "1048570,20", "1048576,1", "2097151,100", "2097152,1", "9999999,5", "0,99999999"})
    void shows_a_part_of_content(int offset, int length) throws Exception {
        byte[] content = random(2 * Cid.CHUNK_BYTES);
        Rpc.upload(server, ADD, content);
        int from = Math.min(offset, content.length);
        int to = (int) Math.min(content.length, (long) from + length);

        assertThat(Rpc.post(server, "cat?arg=" + Cid.of(content) + "&offset=" + offset + "&length=" + length)
                        .body())
                .isEqualTo(Arrays.copyOfRange(content, from, to));
    }

    @Test
    void puts_gets_and_describes_a_block() throws Exception {
        String described = "200 {\"Key\":\"" + CID + "\",\"Size\":1000}";
        assertThat(Rpc.upload(server, "block/put?cid-codec=raw&mhtype=sha2-256&pin=true", CONTENT))
                .hasToString(described);
        assertThat(Rpc.post(server, "block/stat?arg=" + CID)).hasToString(described);
        assertThat(Rpc.post(server, "block/get?arg=" + CID + "&timeout=1m30s").body())
                .isEqualTo(CONTENT);
        assertThat(Rpc.post(server, "pin/ls?type=recursive&arg=" + CID))
                .hasToString("200 {\"Keys\":{\"" + CID + "\":{\"Type\":\"recursive\",\"Name\":\"\"}}}");
    }

    @Test
    void lists_what_a_pin_keeps_and_what_a_collection_drops() throws Exception {
        byte[] content = random(2 * Cid.CHUNK_BYTES);
        Cid root = Cid.of(content);
        Cid chunk = Cid.of(Arrays.copyOf(content, Cid.CHUNK_BYTES));
        Rpc.upload(server, ADD + "&pin=true", content);
        Rpc.upload(server, ADD + "&pin=false", CONTENT);

        assertThat(Rpc.post(server, "pin/ls?arg=" + chunk).text()).contains("\"indirect\"");
        assertThat(Rpc.post(server, "pin/ls?type=recursive").text())
                .contains(root.text())
                .doesNotContain(chunk.text());
        assertThat(Rpc.post(server, "pin/ls?type=indirect").text())
                .contains(chunk.text())
                .doesNotContain(root.text());
        assertThat(Rpc.post(server, "pin/ls?type=direct")).hasToString("200 {\"Keys\":{}}");
        assertThat(Rpc.post(server, "refs/local").text().lines())
                .hasSize(4)
                .contains("{\"Ref\":\"" + CID + "\",\"Err\":\"\"}");
        assertThat(Rpc.post(server, "repo/gc")).hasToString("200 {\"Key\":{\"/\":\"" + CID + "\"}}");
        assertThat(Rpc.post(server, "pin/rm?arg=" + root)).hasToString("200 {\"Pins\":[\"" + root + "\"]}");
        assertThat(Rpc.post(server, "repo/gc").text().lines()).hasSize(3);
        assertThat(Rpc.post(server, "repo/stat").text()).contains("\"RepoSize\":0,", "\"NumObjects\":0,");
    }

    @Test
    void says_what_it_is() throws Exception {
        assertThat(json(Rpc.post(server, "version")).get("Version").getAsString())
                .endsWith("-embedded");
        assertThat(json(Rpc.post(server, "id")).get("ID").getAsString())
                .isEqualTo("block-store-" + server.uri().getPort());
        assertThat(json(Rpc.post(server, "swarm/peers")).getAsJsonArray("Peers"))
                .isEmpty();
        JsonObject repository = json(Rpc.post(server, "repo/stat"));
        assertThat(repository.get("RepoPath").getAsString()).isEqualTo(directory.toString());
        assertThat(repository.get("StorageMax").getAsLong()).isPositive();
    }

    @Test
    void refuses_a_taken_port_and_a_directory_in_use() throws Exception {
        Path other = directory.resolve("other");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> BlockStoreServer.start(other, server.uri().getPort(), List::of))
                .withMessageContaining(
                        "must have a free port. Provided value: " + server.uri().getPort());
        BlockStoreServer.start(other, 0, List::of).close(); // the failed start let go of the directory
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> BlockStoreServer.start(directory, 0, List::of))
                .withMessageContaining("must have its directory to itself. Provided value: " + directory);
    }

    private static JsonObject json(Rpc.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return JsonParser.parseString(answer.text()).getAsJsonObject();
    }

    private static byte[] random(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        new Random(lengthBytes).nextBytes(bytes);
        return bytes;
    }
}
