package org.fedfabric.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fedfabric.benchmarks.measure.Contender;

/** PyTorch in a process of its own (torch_baseline.py), which works only when it is asked to. */
final class Torch implements Opponent {
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;
    private final String model;
    private final String version;

    private Torch(Process process, String model) throws IOException {
        this.process = process;
        this.model = model;
        this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), /* autoFlush= */ true);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.version = ask("version");
    }

    /**
     * Starts it.
     *
     * @throws IOException if that interpreter cannot import torch; what it said went to standard error
     */
    static Torch start(Path python, Path root, String model) throws IOException {
        Process process = new ProcessBuilder(
                        python.toString(),
                        root.resolve("benchmarks/torch_baseline.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new Torch(process, model);
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
    }

    @Override
    public String name() {
        return "PyTorch " + version + ", 1 thread";
    }

    @Override
    public boolean isTorch() {
        return true;
    }

    @Override
    public Contender training(int batch, int steps) throws IOException {
        return asked("train", batch, steps);
    }

    @Override
    public Contender forward(int batch, int steps) throws IOException {
        return asked("forward", batch, steps);
    }

    private Contender asked(String work, int batch, int steps) throws IOException {
        ask("model " + model + " " + batch);
        return repetitions -> Double.parseDouble(ask(work + " " + Math.multiplyExact(steps, repetitions)));
    }

    private String ask(String question) throws IOException {
        questions.println(question);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("PyTorch's process must answer \"" + question
                    + "\" and has ended; its reason is above. Name another interpreter with --python, or none with"
                    + " --no-python.");
        }
        return answer;
    }

    @Override
    public void close() {
        questions.close();
        process.destroy();
    }
}
