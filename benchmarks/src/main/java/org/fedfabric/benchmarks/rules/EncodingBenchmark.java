package org.fedfabric.benchmarks.rules;

import com.google.gson.Gson;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Comparison;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.OwnWork;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/** The byte forms: updates and models of 1.6 million values, a record in canonical JSON, the address of 4 MiB. */
public final class EncodingBenchmark implements Benchmark {
    private static final int CONTENT_BYTES = 4 << 20;

    private static final String COPYING = "copying the same bytes";

    /** The benchmark. */
    public EncodingBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        SampleTask task = SampleTask.of(EngineModel.images("mcmahan-cnn"));
        List<Figure> figures = new ArrayList<>();
        figures.addAll(updates(task, setting));
        figures.addAll(models(task, setting));
        figures.addAll(json(task, setting));
        figures.add(address(setting));
        return figures;
    }

    private static List<Figure> updates(SampleTask task, Setting setting) throws IOException {
        UpdateHeader header = task.header();
        int[] values = task.values(1);
        byte[] blob = UpdateBlob.encode(header, values);
        String what = String.format(" an update of %,d values", values.length);
        return List.of(
                beside("writing" + what, () -> UpdateBlob.encode(header, values), blob, setting),
                beside(
                        "reading" + what,
                        () -> UpdateBlob.decode(blob, header, task.spec().quantisation()),
                        blob,
                        setting));
    }

    private static List<Figure> models(SampleTask task, Setting setting) throws IOException {
        byte[] blob = ModelBlob.encode(task.model().spec(), task.base());
        String what = String.format(" a model of %,d parameters", task.count());
        return List.of(
                beside("writing" + what, () -> ModelBlob.encode(task.model().spec(), task.base()), blob, setting),
                beside("reading" + what, () -> ModelBlob.decode(task.model().spec(), blob), blob, setting));
    }

    private static Figure beside(String name, Runnable work, byte[] blob, Setting setting) throws IOException {
        byte[] target = new byte[blob.length];
        return Figure.time(
                name,
                "ms",
                1e3,
                COPYING,
                Comparison.of(
                        new OwnWork(work),
                        new OwnWork(() -> System.arraycopy(blob, 0, target, 0, blob.length)),
                        setting));
    }

    private static List<Figure> json(SampleTask task, Setting setting) throws IOException {
        UpdateHeader header = task.header();
        String json = CanonicalJson.write(header);
        Gson gson = new Gson();
        return List.of(
                Figure.time(
                        "writing a record of " + json.length() + " characters as canonical JSON",
                        "µs",
                        1e6,
                        "Gson alone",
                        Comparison.of(
                                new OwnWork(() -> CanonicalJson.write(header)),
                                new OwnWork(() -> gson.toJson(header)),
                                setting)),
                Figure.time(
                        "reading it and refusing any other form",
                        "µs",
                        1e6,
                        "Gson alone",
                        Comparison.of(
                                new OwnWork(() -> CanonicalJson.read(json, UpdateHeader.class)),
                                new OwnWork(() -> gson.fromJson(json, UpdateHeader.class)),
                                setting)));
    }

    private static Figure address(Setting setting) throws IOException {
        byte[] content = new byte[CONTENT_BYTES];
        new SplittableRandom(1).nextBytes(content);
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        return Figure.time(
                "CID of 4 MiB",
                "ms",
                1e3,
                "SHA-256 of the same bytes",
                Comparison.of(new OwnWork(() -> Cid.of(content)), new OwnWork(() -> sha256.digest(content)), setting));
    }
}
