package org.paperzoo.zoo.model;

/**
 * Graphs that were not recorded for this run.
 *
 * @param file name of the file, or of the folder
 * @param sha256 digest of the file; of a folder, that of all its files
 * @param precision the type in which they compute, or null where nobody says
 */
public record ReadyMade(String file, String sha256, String precision) {}
