package org.paperzoo.zoo.generation;

/**
 * What a decoder keeps of the tokens it was fed: for each layer keys and values of {@code [N, heads, length, headWidth]}.
 *
 * @param layers number of the decoder's layers
 * @param heads attention heads of a layer
 * @param headWidth width of a head's keys and values
 */
public record CacheLayout(int layers, int heads, int headWidth) {}
