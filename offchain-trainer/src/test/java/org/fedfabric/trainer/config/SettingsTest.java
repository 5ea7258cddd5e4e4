package org.fedfabric.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("fedfabric.yaml"), text);
    }

    private static Settings.Builder trainer() {
        return Settings.of(TrainerSettings.all());
    }

    @Test
    void refuses_an_unknown_name_in_the_file_and_names_the_nearest() throws Exception {
        Path file = yaml("trainer: {paralel: 2}");
        assertThatThrownBy(() -> trainer().file(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fedfabric.yaml")
                .hasMessageContaining("did you mean trainer.parallel?")
                .hasMessageContaining("Provided value: trainer.paralel");
    }

    @Test
    void refuses_a_mistyped_environment_variable_of_its_own_sections() {
        assertThatThrownBy(() -> trainer().environment(Map.of("FEDFABRIC_TRAINER_PARALEL", "2")))
                .hasMessageContaining("did you mean FEDFABRIC_TRAINER_PARALLEL?");
    }

    @Test
    void leaves_environment_variables_of_others_alone() {
        Settings settings = trainer()
                .environment(Map.of("FEDFABRIC_RECORD_CDS", "1", "PATH", "/bin"))
                .build();
        assertThat(settings.explain()).allMatch(e -> e.source().equals("default"));
    }

    @Test
    void refuses_a_value_of_another_form_and_says_where_it_stands() throws Exception {
        Path file = yaml("trainer: {parallel: many}");
        assertThatThrownBy(() -> trainer().file(file))
                .hasMessageContaining("fedfabric.yaml: trainer.parallel must be a number from 1 to 1024")
                .hasMessageContaining("Provided value: many");
        assertThatThrownBy(() -> trainer().flags(Map.of("trainer.parallel", "0")))
                .hasMessageContaining("flag: trainer.parallel must be a number from 1 to 1024. Provided value: 0");
        assertThatThrownBy(() -> trainer().flags(Map.of("trainer.accept-unprotected", "yes")))
                .hasMessageContaining("must be true or false. Provided value: yes");
    }

    @Test
    void refuses_what_is_not_yaml() throws Exception {
        Path file = yaml("trainer: [");
        assertThatThrownBy(() -> trainer().file(file)).hasMessageContaining("must be YAML");
    }

    @Test
    void takes_flags_over_environment_over_file_over_defaults() throws Exception {
        Settings settings = trainer()
                .file(yaml("trainer:\n  parallel: 2\n  wait-seconds: 7\n  tasks: [one, two]\n"))
                .environment(Map.of("FEDFABRIC_TRAINER_PARALLEL", "3", "FEDFABRIC_TRAINER_KEEP_UPDATES", "9"))
                .flags(Map.of("trainer.parallel", "4"))
                .build();
        assertThat(settings.get(TrainerSettings.PARALLEL)).isEqualTo(4);
        assertThat(settings.get(TrainerSettings.WAIT_SECONDS)).isEqualTo(7);
        assertThat(settings.get(TrainerSettings.KEEP_UPDATES)).isEqualTo(9);
        assertThat(settings.get(TrainerSettings.TASKS)).isEqualTo(List.of("one", "two"));
        assertThat(settings.get(TrainerSettings.CHANNEL)).isEqualTo("federation");
        assertThat(settings.explain())
                .anyMatch(e ->
                        e.setting() == TrainerSettings.PARALLEL && e.source().equals("flag"))
                .anyMatch(e -> e.setting() == TrainerSettings.KEEP_UPDATES
                        && e.source().equals("FEDFABRIC_TRAINER_KEEP_UPDATES"))
                .anyMatch(e -> e.setting() == TrainerSettings.WAIT_SECONDS
                        && e.source().endsWith("fedfabric.yaml"));
    }
}
