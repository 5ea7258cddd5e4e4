package org.fedfabric.experiments.execution;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.run.RunSettings;

/** A run of the same id was begun with other settings: its figures are not those that are asked for now. */
public final class DifferentSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DifferentSettingsException(Path folder, RunSettings there, RunSettings asked) {
        super(folder + ": must be of a run with the settings of the scenario. Provided value: "
                + difference(ExperimentFolder.json(there), ExperimentFolder.json(asked), "")
                + ". Give --again to run it anew, or --out another folder.");
    }

    private static String difference(JsonObject there, JsonObject asked, String prefix) {
        for (String name : asked.keySet()) {
            JsonElement before = there.get(name);
            JsonElement now = asked.get(name);
            if (now.equals(before)) {
                continue;
            }
            if (now.isJsonObject() && before != null && before.isJsonObject()) {
                return difference(before.getAsJsonObject(), now.getAsJsonObject(), prefix + name + ".");
            }
            return prefix + name + " " + before + ", and the scenario has " + now;
        }
        return "more axes than the scenario has";
    }
}
