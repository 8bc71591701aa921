/**
 * Reading predictions and references from files: tables of numbers, rankings, moments. Everything is checked where it is
 * read; errors say file and line.
 */
package org.paperzoo.evaluation.reading;
