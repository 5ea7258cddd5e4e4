package org.fedfabric.experiments.report;

/** A part of a section: what the page and the Markdown both show, each in its own way. */
sealed interface Block permits Paragraph, Table, Panels {}
