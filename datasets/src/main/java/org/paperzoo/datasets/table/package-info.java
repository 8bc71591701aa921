/** Files of rows with named columns, as data sets of many kinds come. */
package org.paperzoo.datasets.table;
