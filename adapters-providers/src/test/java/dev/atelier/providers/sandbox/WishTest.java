package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WishTest {
    @Test
    void readsShapesWithTheirColoursAndCounts() {
        Wish wish = Wish.read("Three small yellow circles and a black triangle");
        assertThat(wish.items())
                .containsExactly(new Wish.Item(Form.CIRCLE, Hue.YELLOW, 3), new Wish.Item(Form.TRIANGLE, Hue.BLACK, 1));
        assertThat(wish.ground()).isNull();
    }

    @Test
    void restingOnAColouredShapeIsNoGround() {
        Wish wish = Wish.read("a red square resting on a blue circle");
        assertThat(wish.layout()).isEqualTo(Layout.RESTING);
        assertThat(wish.items())
                .containsExactly(new Wish.Item(Form.SQUARE, Hue.RED, 1), new Wish.Item(Form.CIRCLE, Hue.BLUE, 1));
        assertThat(wish.ground()).isNull();
    }

    @Test
    void tellsGroundFromColour() {
        assertThat(Wish.read("stars at night").ground()).isEqualTo(Hue.NIGHT);
        assertThat(Wish.read("a cross on yellow").ground()).isEqualTo(Hue.YELLOW);
        assertThat(Wish.read("a cross, pink background").ground()).isEqualTo(Hue.PINK);
        assertThat(Wish.read("a chair in red and blue").ground()).isNull();
        assertThat(Wish.read("a chair in red and blue").hues()).containsExactly(Hue.RED, Hue.BLUE);
    }

    @Test
    void neverPlacesMoreThanSixteenShapes() {
        assertThat(Wish.read("many stars, many circles, many squares").shapes()).isEqualTo(16);
    }

    @Test
    void aPluralWithoutACountIsThree() {
        assertThat(Wish.read("green triangles").items()).containsExactly(new Wish.Item(Form.TRIANGLE, Hue.GREEN, 3));
    }
}
