/** Results as files: JSON and CSV with everything, model-index and evaluation tables for other sites. */
package org.paperzoo.leaderboard.exchange;
