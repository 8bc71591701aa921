/** Results beside what papers report, beside each other, and on one engine beside another. */
package org.paperzoo.leaderboard.comparison;
