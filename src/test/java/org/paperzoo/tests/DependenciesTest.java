package org.paperzoo.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The dependencies between modules and packages, as the design lays them down. */
class DependenciesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.paperzoo");

    @Test
    void theHubKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.hub..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.paperzoo.zoo..",
                        "org.paperzoo.datasets..",
                        "org.paperzoo.evaluation..",
                        "org.paperzoo.leaderboard..",
                        "org.paperzoo.cli..")
                .check(CLASSES);
    }

    @Test
    void theZooKnowsNoOtherModuleButTheHub() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.zoo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.paperzoo.datasets..",
                        "org.paperzoo.evaluation..",
                        "org.paperzoo.leaderboard..",
                        "org.paperzoo.cli..")
                .check(CLASSES);
    }

    @Test
    void theDatasetsKnowNoOtherModuleButTheHub() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.datasets..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.paperzoo.zoo..",
                        "org.paperzoo.evaluation..",
                        "org.paperzoo.leaderboard..",
                        "org.paperzoo.cli..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void evaluationKnowsNeitherLeaderboardNorCommand() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.evaluation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.paperzoo.leaderboard..", "org.paperzoo.cli..")
                .check(CLASSES);
    }

    @Test
    void theLeaderboardDoesNotKnowTheCommand() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.leaderboard..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.paperzoo.cli..")
                .check(CLASSES);
    }

    @Test
    void metricsRunWithoutDjl() {
        noClasses()
                .that()
                .resideInAPackage("org.paperzoo.evaluation.metric..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noClassIsACollectionOfOddments() {
        classes()
                .should()
                .haveNameNotMatching(".*(Utils?|Helpers?|Manager)(\\$.*)?")
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> packagesOfAModuleFormNoCycle() {
        return Stream.of("zoo", "datasets", "evaluation", "leaderboard")
                .map(module -> DynamicTest.dynamicTest(
                        module,
                        () -> slices().matching("org.paperzoo." + module + ".(*)..")
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }
}
