package org.fedfabric.trainer.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Flattens a YAML document to names with dots and texts. */
final class YamlSettings {
    private YamlSettings() {}

    static Map<String, String> read(Path file) throws IOException {
        Object document;
        try (InputStream in = Files.newInputStream(file)) {
            document = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        } catch (NoSuchFileException e) {
            throw new IOException("The configuration file must exist. Provided value: " + file, e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + ": must be YAML. " + e.getMessage(), e);
        }
        Map<String, String> flat = new LinkedHashMap<>();
        if (document instanceof Map<?, ?> map) {
            flatten("", map, flat);
        } else if (document != null) {
            throw new IllegalArgumentException(file + ": must be a map of settings. Provided value: " + document);
        }
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> flat) {
        map.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> section) {
                flatten(name + ".", section, flat);
            } else if (value instanceof List<?> list) {
                flat.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (value != null) {
                flat.put(name, value.toString());
            }
        });
    }
}
