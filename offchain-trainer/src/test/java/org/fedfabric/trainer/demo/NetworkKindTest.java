package org.fedfabric.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkKindTest {
    @TempDir
    private Path folder;

    private NetworkKind of(String ready) throws IOException {
        Files.writeString(folder.resolve("ready.json"), ready);
        return NetworkKind.of(folder);
    }

    @Test
    void a_real_network_is_named_with_its_versions() throws IOException {
        NetworkKind kind = of("{\"kind\":\"fabric\",\"fabric\":\"3.1.5\",\"kubo\":\"0.42.0\",\"consensus\":\"raft\"}");
        assertThat(kind.kind()).isEqualTo("fabric");
        assertThat(kind.description()).isEqualTo("Hyperledger Fabric 3.1.5 (raft) with Kubo 0.42.0");
    }

    @Test
    void what_says_nothing_of_itself_is_an_embedded_network() throws IOException {
        assertThat(of("{\"kind\":\"embedded\"}").kind()).isEqualTo("embedded");
        assertThat(of("{}").description()).isEqualTo("embedded network");
        assertThat(of("no JSON").kind()).isEqualTo("embedded");
        assertThat(NetworkKind.of(folder.resolve("nowhere")).kind()).isEqualTo("embedded");
    }
}
