/** Training of the catalogue's models: a card's recipe meets a data set, and what was learned is measured on its test split. */
package org.paperzoo.evaluation.training;
