/** What is compared in practice: models of the zoo on the engines that run them. */
package org.paperzoo.evaluation.comparison.contender;
