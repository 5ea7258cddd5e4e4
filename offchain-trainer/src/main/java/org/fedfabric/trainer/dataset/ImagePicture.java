package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/** Draws the first image of some classes with shaded blocks, side by side in 80 columns. */
final class ImagePicture {
    private static final String SHADES = " ░▒▓█";
    private static final int MOST_IMAGES = 4;
    private static final int WIDTH = 18;

    /** A character is twice as high as wide. */
    private static final int HEIGHT = WIDTH / 2;

    private ImagePicture() {}

    static List<String> draw(RawRows rows, Column.Pixels pixels) {
        byte[] values = ((RawColumn.Bytes) rows.columns().get(0)).values();
        int[][] byClass =
                Strata.rowsByClass(rows.labels(), rows.schema().classes().size());
        List<StringBuilder> lines = new ArrayList<>();
        for (int line = 0; line <= HEIGHT; line++) {
            lines.add(new StringBuilder());
        }
        int drawn = 0;
        for (int c = 0; c < byClass.length && drawn < MOST_IMAGES; c++) {
            if (byClass[c].length > 0) {
                lines.get(0)
                        .append(String.format(
                                "%-20.18s", rows.schema().classes().get(c)));
                for (int line = 0; line < HEIGHT; line++) {
                    for (int x = 0; x < WIDTH; x++) {
                        int grey = mean(values, byClass[c][0], pixels, x, line);
                        lines.get(line + 1)
                                .append(SHADES.charAt(Math.min(SHADES.length() - 1, grey * SHADES.length() / 256)));
                    }
                    lines.get(line + 1).append("  ");
                }
                drawn++;
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    /** Mean brightness of the pixels under one character. */
    private static int mean(byte[] values, int row, Column.Pixels pixels, int x, int line) {
        int top = line * pixels.height() / HEIGHT;
        int bottom = Math.max(top + 1, (line + 1) * pixels.height() / HEIGHT);
        int left = x * pixels.columns() / WIDTH;
        int right = Math.max(left + 1, (x + 1) * pixels.columns() / WIDTH);
        long sum = 0;
        long count = 0;
        for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j++) {
                for (int k = 0; k < pixels.channels(); k++) {
                    int at = row * pixels.width() + (i * pixels.columns() + j) * pixels.channels() + k;
                    sum += values[at] & 0xff;
                    count++;
                }
            }
        }
        return (int) (sum / count);
    }
}
